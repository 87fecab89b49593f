package io.assay.engine.decode;

/** White space as people see it: also the no-break spaces that spreadsheets leave behind. */
final class WhiteSpace {
  private WhiteSpace() {}

  static boolean is(char c) {
    return c <= ' '
        ? Character.isWhitespace(c)
        : c >= 0x80 && (Character.isWhitespace(c) || Character.isSpaceChar(c));
  }

  /** The text without outer white space. */
  static String strip(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && is(text.charAt(start))) {
      start++;
    }
    while (end > start && is(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }
}
