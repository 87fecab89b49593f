package io.assay.engine.decode;

import io.assay.model.AssayException;
import io.assay.model.Field;
import io.assay.model.Format;
import io.assay.model.Source.NameMatching;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Values that are one line of delimited text, in the dialect that the format says, perhaps after a
 * line with the names of its columns; a line break at the end is passed over.
 */
final class CsvReader implements ValueReader {
  private final Format.Csv format;

  /** Fields of each column, in the order of the columns. */
  private final int[][] fields;

  private final NameMatching matching;
  private final Map<String, Integer> columns = new HashMap<>();
  private volatile Header lastHeader = Header.NONE;

  CsvReader(Format.Csv format, List<Field> fields, NameMatching matching) {
    this.format = format;
    this.matching = matching;
    for (int i = 0; i < format.columns().size(); i++) {
      String before = format.columns().get(i);
      Integer other = columns.put(canonical(before), i);
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
        Integer column = columns.get(canonical(name));
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

  private String canonical(String name) {
    return matching == NameMatching.EXACT ? name : MemberTree.fold(name);
  }

  @Override
  public void read(byte[] value, FieldTexts into) throws Undecodable {
    String text = EncodedText.decode(value, format.encoding());
    Header header = Header.NONE;
    int start = 0;
    if (format.header()) {
      CsvLine names = new CsvLine(format, text, 0).read();
      if (!names.hasNext()) {
        throw new Undecodable("there is no line after the header");
      }
      header = header(names.values());
      start = names.next();
    }
    CsvLine line = new CsvLine(format, text, start).read();
    if (line.hasNext() && line.next() < text.length()) {
      throw new Undecodable("the value has more than one line (character " + line.position() + ")");
    }
    put(line.values(), header, into);
  }

  private void put(List<String> values, Header header, FieldTexts into) throws Undecodable {
    int expected = header == Header.NONE ? fields.length : header.columns();
    boolean ignoresMore = header == Header.NONE && format.extra() == Format.ExtraColumns.IGNORE;
    if (values.size() < expected || (values.size() > expected && !ignoresMore)) {
      throw new Undecodable("the line has " + values.size() + " columns, not " + expected);
    }
    for (int column = 0; column < fields.length; column++) {
      for (int field : fields[column]) {
        into.put(field, values.get(header == Header.NONE ? column : header.positions()[column]));
      }
    }
  }

  /**
   * Where the declared columns stand in a record that names its own.
   *
   * @param names as they stand there
   * @param positions of the declared columns
   */
  private record Header(List<String> names, int[] positions) {
    static final Header NONE = new Header(List.of(), new int[0]);

    int columns() {
      return names.size();
    }
  }

  /** The records of a topic mostly have the same header, so the last one is kept. */
  private Header header(List<String> names) throws Undecodable {
    Header last = lastHeader;
    if (!last.names().equals(names)) {
      last = new Header(names, positions(names));
      lastHeader = last;
    }
    return last;
  }

  private int[] positions(List<String> names) throws Undecodable {
    int[] positions = new int[fields.length];
    Arrays.fill(positions, -1);
    for (int i = 0; i < names.size(); i++) {
      Integer column = names.get(i) == null ? null : columns.get(canonical(names.get(i)));
      if (column == null && format.extra() == Format.ExtraColumns.REJECT) {
        throw new Undecodable(
            "the header has the column '"
                + Excerpt.of("" + names.get(i))
                + "', which is not declared");
      }
      if (column != null && positions[column] >= 0) {
        throw new Undecodable("the header has the column '" + Excerpt.of(names.get(i)) + "' twice");
      }
      if (column != null) {
        positions[column] = i;
      }
    }
    for (int column = 0; column < positions.length; column++) {
      if (positions[column] < 0) {
        throw new Undecodable("the header lacks the column '" + format.columns().get(column) + "'");
      }
    }
    return positions;
  }
}
