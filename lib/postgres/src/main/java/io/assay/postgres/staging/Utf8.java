package io.assay.postgres.staging;

import io.assay.model.AssayException;

/**
 * Text as PostgreSQL stores it: UTF-8 without NUL. What cannot be stored unchanged is refused
 * rather than replaced.
 */
final class Utf8 {
  private Utf8() {}

  /** Appends the text without its length. */
  static void append(String text, Bytes target) {
    int length = text.length();
    // Three bytes per char is the most; a surrogate pair makes four of two. The rest is given back.
    int at = target.claim(3L * length);
    byte[] bytes = target.array();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes[at++] = (byte) requireStorable(c);
      } else if (c < 0x800) {
        bytes[at++] = (byte) (0xC0 | c >> 6);
        bytes[at++] = (byte) (0x80 | c & 0x3F);
      } else if (Character.isSurrogate(c)) {
        int codePoint = text.codePointAt(i++);
        requirePair(codePoint);
        bytes[at++] = (byte) (0xF0 | codePoint >> 18);
        bytes[at++] = (byte) (0x80 | codePoint >> 12 & 0x3F);
        bytes[at++] = (byte) (0x80 | codePoint >> 6 & 0x3F);
        bytes[at++] = (byte) (0x80 | codePoint & 0x3F);
      } else {
        bytes[at++] = (byte) (0xE0 | c >> 12);
        bytes[at++] = (byte) (0x80 | c >> 6 & 0x3F);
        bytes[at++] = (byte) (0x80 | c & 0x3F);
      }
    }
    target.cut(at);
  }

  /** Appends text that is UTF-8 already; the server checks that it is. */
  static void append(byte[] utf8, int offset, int length, Bytes target) {
    for (int i = offset; i < offset + length; i++) {
      requireStorable(utf8[i]);
    }
    target.append(utf8, offset, length);
  }

  private static int requireStorable(int unit) {
    if (unit == 0) {
      throw refused("the character NUL");
    }
    return unit;
  }

  private static void requirePair(int codePoint) {
    if (codePoint <= Character.MAX_VALUE) {
      throw refused("half of a surrogate pair");
    }
  }

  private static AssayException refused(String what) {
    return new AssayException(
        AssayException.Kind.DATA,
        "Cannot stage a text: it holds "
            + what
            + ", which PostgreSQL cannot store. Such a record belongs in quarantine");
  }
}
