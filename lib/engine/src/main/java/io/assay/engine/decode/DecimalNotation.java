package io.assay.engine.decode;

/**
 * The plain way to write a number: sign, digits with an optional point among them, and an optional
 * exponent.
 */
final class DecimalNotation {
  private DecimalNotation() {}

  /** Whether all of the text is one number. */
  static boolean matches(String text) {
    int length = text.length();
    int i = sign(text, 0);
    int whole = digits(text, i);
    i += whole;
    int fraction = 0;
    if (i < length && text.charAt(i) == '.') {
      fraction = digits(text, i + 1);
      i += 1 + fraction;
    }
    if (whole + fraction == 0) {
      return false;
    }
    if (i < length && (text.charAt(i) == 'e' || text.charAt(i) == 'E')) {
      i = sign(text, i + 1);
      int exponent = digits(text, i);
      if (exponent == 0) {
        return false;
      }
      i += exponent;
    }
    return i == length;
  }

  private static int sign(String text, int at) {
    return at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+') ? at + 1 : at;
  }

  private static int digits(String text, int from) {
    int i = from;
    while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
      i++;
    }
    return Math.max(0, i - from);
  }
}
