package io.assay.admin;

/**
 * Text from records as a terminal can show it: what a record holds must not move the cursor, change
 * colours, or break a line in two.
 */
final class Printable {
  private Printable() {}

  /** The text with control and format characters and lone surrogates escaped. */
  static String of(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints().forEach(character -> append(shown, character));
    return shown.toString();
  }

  private static void append(StringBuilder shown, int character) {
    switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          shown.append(escaped(character));
      default -> shown.appendCodePoint(character);
    }
  }

  private static String escaped(int character) {
    return switch (character) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default ->
          Character.isBmpCodePoint(character)
              ? String.format("\\u%04x", character)
              : String.format("\\U%08x", character);
    };
  }
}
