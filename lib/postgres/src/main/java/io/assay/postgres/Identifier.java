package io.assay.postgres;

/**
 * Names and literals in SQL text. Every name that a definition gives goes through here, so none is
 * ever executed.
 */
public final class Identifier {
  private Identifier() {}

  /** The name as a quoted identifier. */
  public static String quote(String name) {
    if (name.isEmpty() || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("Not a name that PostgreSQL can have: '" + name + "'");
    }
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** Schema and name, both quoted. */
  public static String qualified(String schema, String name) {
    return quote(schema) + "." + quote(name);
  }

  /** Names, quoted and separated by commas. */
  public static String list(Iterable<String> names) {
    StringBuilder sql = new StringBuilder();
    for (String name : names) {
      sql.append(sql.isEmpty() ? "" : ", ").append(quote(name));
    }
    return sql.toString();
  }

  /** A text as a literal, whatever {@code standard_conforming_strings} says. */
  public static String literal(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("Not a text that PostgreSQL can have: it holds NUL");
    }
    String quoted = "'" + text.replace("'", "''") + "'";
    return quoted.indexOf('\\') < 0 ? quoted : " E" + quoted.replace("\\", "\\\\");
  }
}
