package io.assay.model;

/**
 * What findings, logs and reports show in place of a masked value: three asterisks and the number
 * of its characters. The length tells an empty value from a cut or a doubled one; a hash would tell
 * more, for the values of few possible ones can be guessed and compared.
 */
public final class Mask {
  private static final String ASTERISKS = "***";

  private Mask() {}

  /** In place of a text. */
  public static String of(String text) {
    return ASTERISKS + " (" + text.codePointCount(0, text.length()) + " characters)";
  }

  /** The same in SQL, of Spark and of PostgreSQL, for an expression of type text; null for null. */
  public static String sql(String text) {
    return "'" + ASTERISKS + " (' || char_length(" + text + ") || ' characters)'";
  }
}
