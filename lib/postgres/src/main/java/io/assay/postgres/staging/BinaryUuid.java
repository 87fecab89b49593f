package io.assay.postgres.staging;

import io.assay.model.AssayException;

/** UUIDs in binary: their 16 bytes. */
final class BinaryUuid {
  private static final int TEXT_LENGTH = 36;
  private static final int LENGTH = 16;

  private BinaryUuid() {}

  /** Appends the UUID without its length; only the form 8-4-4-4-12 is taken. */
  static void append(String uuid, Bytes target) {
    if (uuid.length() != TEXT_LENGTH) {
      throw refused();
    }
    int at = target.claim(LENGTH);
    for (int i = 0; i < TEXT_LENGTH; i++) {
      if (i == 8 || i == 13 || i == 18 || i == 23) {
        if (uuid.charAt(i) != '-') {
          throw refused();
        }
      } else {
        target.array()[at++] = (byte) (digit(uuid.charAt(i)) << 4 | digit(uuid.charAt(++i)));
      }
    }
  }

  private static int digit(char c) {
    int digit = c < 0x80 ? Character.digit(c, 16) : -1;
    if (digit < 0) {
      throw refused();
    }
    return digit;
  }

  private static AssayException refused() {
    return new AssayException(
        AssayException.Kind.DATA,
        "Cannot stage a UUID: it is not 8-4-4-4-12 hexadecimal digits. Give the field the type uuid, or a pattern");
  }
}
