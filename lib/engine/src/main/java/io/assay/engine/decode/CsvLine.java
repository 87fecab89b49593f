package io.assay.engine.decode;

import io.assay.model.Format;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits one line of delimited text. Positions in messages count from the beginning of the text.
 */
final class CsvLine {
  private final Format.Csv dialect;
  private final String text;
  private final List<String> values = new ArrayList<>();
  private int at;

  /**
   * A line.
   *
   * @param start where it begins in the text
   */
  CsvLine(Format.Csv dialect, String text, int start) {
    this.dialect = dialect;
    this.text = text;
    this.at = start;
  }

  /** Reads it up to its line break, or the end of the text. */
  CsvLine read() throws Undecodable {
    while (true) {
      skipSpace();
      boolean quoted = at < text.length() && text.charAt(at) == dialect.quote();
      values.add(quoted ? quoted() : plain());
      if (isEnd()) {
        return this;
      }
      if (text.charAt(at) != dialect.delimiter()) {
        throw new Undecodable(
            "character " + (at + 1) + " of the line follows a closing quote but is no delimiter");
      }
      at++;
    }
  }

  /** What stands in the columns; null where it is a text for null. */
  List<String> values() {
    return values;
  }

  /** Whether the text goes on behind the line. */
  boolean hasNext() {
    return at < text.length();
  }

  /** Where it goes on. */
  int next() {
    return text.startsWith("\r\n", at) ? at + 2 : at + 1;
  }

  /** The position of the line break, from 1. */
  int position() {
    return at + 1;
  }

  private boolean isEnd() {
    return at == text.length() || isBreak(text.charAt(at));
  }

  private static boolean isBreak(char c) {
    return c == '\n' || c == '\r';
  }

  private void skipSpace() {
    while (dialect.trim() && at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
  }

  private boolean isSpace(char c) {
    return WhiteSpace.is(c) && c != dialect.delimiter() && !isBreak(c);
  }

  private String plain() throws Undecodable {
    int start = at;
    while (!isEnd() && text.charAt(at) != dialect.delimiter()) {
      if (text.charAt(at) == dialect.quote()) {
        throw new Undecodable(
            "character " + (at + 1) + " of the line is a quote inside a value that is not quoted");
      }
      at++;
    }
    String value = text.substring(start, at);
    String kept = dialect.trim() ? WhiteSpace.strip(value) : value;
    return dialect.nulls().contains(kept) ? null : kept;
  }

  private String quoted() throws Undecodable {
    int opening = at++;
    StringBuilder value = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      boolean escapes =
          c == dialect.escape()
              && at < text.length()
              && (text.charAt(at) == dialect.quote() || text.charAt(at) == dialect.escape());
      if (escapes) {
        value.append(text.charAt(at++));
      } else if (c == dialect.quote()) {
        skipSpace();
        return value.toString();
      } else {
        value.append(c);
      }
    }
    throw new Undecodable("the quote at character " + (opening + 1) + " of the line is not closed");
  }
}
