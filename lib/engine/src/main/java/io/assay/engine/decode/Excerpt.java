package io.assay.engine.decode;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A text as findings show it: short, and without characters that a terminal or PostgreSQL would
 * stumble over.
 */
public final class Excerpt {
  /** Code points, as escaped. */
  static final int MAX_LENGTH = 200;

  private static final int MAX_BYTES = 48;

  private Excerpt() {}

  /** The beginning of bytes: as text if they are UTF-8, else in hexadecimal digits. */
  public static String ofBytes(byte[] bytes) {
    boolean isText = bytes.length > 0 && bytes[0] != 0 && Utf8.firstInvalid(bytes) < 0;
    if (isText) {
      int length = Math.min(bytes.length, 4 * MAX_LENGTH);
      return of(new String(bytes, 0, length, StandardCharsets.UTF_8));
    }
    int length = Math.min(bytes.length, MAX_BYTES);
    return "0x"
        + HexFormat.of().formatHex(bytes, 0, length)
        + (length < bytes.length ? "… (" + bytes.length + " bytes)" : "");
  }

  /** The text, with control characters and lone surrogates escaped, cut to 200 code points. */
  static String of(String text) {
    StringBuilder shown = new StringBuilder(Math.min(text.length() + 16, 2 * MAX_LENGTH));
    int length = 0;
    int i = 0;
    while (i < text.length()) {
      int character = text.codePointAt(i);
      i += Character.charCount(character);
      String piece = escaped(character);
      int size = piece.codePointCount(0, piece.length());
      boolean last = i >= text.length();
      if (length + size > (last ? MAX_LENGTH : MAX_LENGTH - 1)) {
        return shown.append('…').toString();
      }
      shown.append(piece);
      length += size;
    }
    return shown.toString();
  }

  private static String escaped(int character) {
    return switch (character) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default ->
          switch (Character.getType(character)) {
            case Character.CONTROL,
                Character.SURROGATE,
                Character.LINE_SEPARATOR,
                Character.PARAGRAPH_SEPARATOR,
                Character.FORMAT ->
                Character.isBmpCodePoint(character)
                    ? String.format("\\u%04x", character)
                    : Character.toString(character);
            default -> Character.toString(character);
          };
    };
  }
}
