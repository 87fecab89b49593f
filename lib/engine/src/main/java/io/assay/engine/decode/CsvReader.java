package io.assay.engine.decode;

import io.assay.model.AssayException;
import io.assay.model.Field;
import io.assay.model.Format;
import io.assay.model.Source.NameMatching;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Values that are one line of delimited text, quoted as RFC 4180 has it; a line break at the end is
 * passed over.
 */
final class CsvReader implements ValueReader {
  private final Format.Csv format;

  /** Fields of each column, in the order of the columns. */
  private final int[][] fields;

  CsvReader(Format.Csv format, List<Field> fields, NameMatching matching) {
    this.format = format;
    Map<String, Integer> columns = new HashMap<>();
    for (int i = 0; i < format.columns().size(); i++) {
      String before = format.columns().get(i);
      Integer other = columns.put(canonical(before, matching), i);
      if (other != null) {
        throw new AssayException(
            AssayException.Kind.USER,
            "Two CSV columns have one name: '"
                + format.columns().get(other)
                + "' and '"
                + before
                + "'. Rename one.");
      }
    }
    List<List<Integer>> wanted = new ArrayList<>();
    format.columns().forEach(any -> wanted.add(new ArrayList<>()));
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).origin() instanceof Field.Origin.Member member) {
        String name = String.join(".", member.path());
        Integer column = columns.get(canonical(name, matching));
        if (column == null) {
          throw new AssayException(
              AssayException.Kind.USER,
              "The field "
                  + fields.get(i).name()
                  + " is from '"
                  + name
                  + "', which is none of the CSV columns "
                  + format.columns()
                  + ". Correct the name, or add the column.");
        }
        wanted.get(column).add(i);
      }
    }
    this.fields =
        wanted.stream()
            .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
            .toArray(int[][]::new);
  }

  private static String canonical(String name, NameMatching matching) {
    return matching == NameMatching.EXACT ? name : MemberTree.fold(name);
  }

  @Override
  public void read(byte[] value, FieldTexts into) throws Undecodable {
    List<String> values = values(withoutLineBreak(Utf8.text(value)));
    if (values.size() != fields.length) {
      throw new Undecodable("the line has " + values.size() + " columns, not " + fields.length);
    }
    for (int column = 0; column < fields.length; column++) {
      for (int field : fields[column]) {
        into.put(field, values.get(column));
      }
    }
  }

  private static String withoutLineBreak(String line) {
    int end = line.length();
    if (line.endsWith("\n")) {
      end--;
      if (end > 0 && line.charAt(end - 1) == '\r') {
        end--;
      }
    }
    int start = line.startsWith("\ufeff") ? 1 : 0;
    return line.substring(start, Math.max(start, end));
  }

  private List<String> values(String line) throws Undecodable {
    List<String> values = new ArrayList<>(fields.length);
    int at = 0;
    while (true) {
      boolean quoted = at < line.length() && line.charAt(at) == format.quote();
      int end = quoted ? closingQuote(line, at) + 1 : plainEnd(line, at);
      values.add(quoted ? unquoted(line, at + 1, end - 1) : line.substring(at, end));
      if (end == line.length()) {
        return values;
      }
      if (line.charAt(end) != format.delimiter()) {
        throw new Undecodable(
            "character " + (end + 1) + " of the line follows a closing quote but is no delimiter");
      }
      at = end + 1;
    }
  }

  private int closingQuote(String line, int opening) throws Undecodable {
    int at = opening + 1;
    while (true) {
      int quote = line.indexOf(format.quote(), at);
      if (quote < 0) {
        throw new Undecodable(
            "the quote at character " + (opening + 1) + " of the line is not closed");
      }
      if (quote + 1 < line.length() && line.charAt(quote + 1) == format.quote()) {
        at = quote + 2;
      } else {
        return quote;
      }
    }
  }

  private int plainEnd(String line, int start) throws Undecodable {
    for (int at = start; at < line.length(); at++) {
      char c = line.charAt(at);
      if (c == format.delimiter()) {
        return at;
      }
      if (c == format.quote()) {
        throw new Undecodable(
            "character " + (at + 1) + " of the line is a quote inside a value that is not quoted");
      }
      if (c == '\n' || c == '\r') {
        throw new Undecodable("the value has more than one line (character " + (at + 1) + ")");
      }
    }
    return line.length();
  }

  private String unquoted(String line, int start, int end) {
    String quote = String.valueOf(format.quote());
    String text = line.substring(start, end);
    return text.contains(quote) ? text.replace(quote + quote, quote) : text;
  }
}
