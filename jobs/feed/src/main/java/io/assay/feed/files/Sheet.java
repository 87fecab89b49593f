package io.assay.feed.files;

import io.assay.model.AssayException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVException;

/**
 * A CSV file that was read from its first byte to its last, and so can be sent: every byte is text
 * in its encoding, every quote is closed, and no two columns have one name.
 *
 * @param columns the names in the first row, to the letter; a column without a name is {@code
 *     _column_<number>}
 * @param rows how many there are
 * @param unevenRows how many of them have more or fewer values than there are columns
 * @param blankLines lines with nothing in them, which are no rows
 * @param sha256 of the file, in lower-case hexadecimal
 */
public record Sheet(
    Path file,
    CsvDialect dialect,
    List<String> columns,
    long rows,
    long unevenRows,
    long blankLines,
    String sha256) {

  /** Where values beyond the last column go. */
  public static final String EXTRA = "_extra";

  public Sheet {
    columns = List.copyOf(columns);
  }

  /**
   * Reads and checks the file.
   *
   * @throws AssayException of kind USER if it is no such file
   */
  public static Sheet of(Path file, CsvDialect dialect) {
    return reading(
        file,
        dialect,
        reader -> {
          List<String> columns = columns(file, reader.next());
          long rows = 0;
          long unevenRows = 0;
          for (Optional<SheetRow> row = reader.next(); row.isPresent(); row = reader.next()) {
            rows++;
            unevenRows += row.get().values().size() == columns.size() ? 0 : 1;
          }
          return new Sheet(
              file, dialect, columns, rows, unevenRows, reader.blankLines(), reader.sha256Hex());
        });
  }

  /** The file's name without its folder. */
  public String name() {
    return file.getFileName().toString();
  }

  /**
   * Reads the file again and gives its rows, in order.
   *
   * @throws AssayException of kind EXTERNAL if the file is not the one that was checked
   */
  public void forEachRow(Consumer<SheetRow> each) {
    String read =
        reading(
            file,
            dialect,
            reader -> {
              reader.next();
              for (Optional<SheetRow> row = reader.next(); row.isPresent(); row = reader.next()) {
                each.accept(row.get());
              }
              return reader.sha256Hex();
            });
    if (!read.equals(sha256)) {
      throw new AssayException(
          AssayException.Kind.EXTERNAL,
          "The file %s changed while it was being sent: SHA-256 was %s and is %s. Send it again when it is at rest."
              .formatted(file, sha256, read));
    }
  }

  private interface Reading<T> {
    T from(SheetReader reader) throws IOException;
  }

  private static <T> T reading(Path file, CsvDialect dialect, Reading<T> reading) {
    try (SheetReader reader = SheetReader.open(file, dialect)) {
      return reading(file, reader, reading);
    } catch (UndecodableException e) {
      throw refusal(
          file, e.getMessage() + ". Name its encoding with --encoding, or mend the file", e);
    } catch (IOException e) {
      throw new AssayException(
          AssayException.Kind.EXTERNAL, "Cannot read the file " + file + ": " + e.getMessage(), e);
    }
  }

  private static <T> T reading(Path file, SheetReader reader, Reading<T> reading)
      throws IOException {
    try {
      return reading.from(reader);
    } catch (CSVException e) {
      String where = "the row that begins in line " + reader.line() + " is no CSV: ";
      throw refusal(file, where + e.getMessage() + ". Mend its quotes", e);
    }
  }

  private static List<String> columns(Path file, Optional<SheetRow> header) {
    List<String> written =
        header
            .map(SheetRow::values)
            .orElseThrow(
                () -> refusal(file, "it is empty. The first row must name the columns", null));
    List<String> columns = new ArrayList<>();
    Map<String, Integer> numbers = new HashMap<>(Map.of(EXTRA, 0));
    for (String name : written) {
      int number = columns.size() + 1;
      String column = name.isBlank() ? "_column_" + number : name;
      Integer before = numbers.putIfAbsent(column, number);
      if (before != null) {
        throw refusal(file, sameName(column, before, number) + ". Rename one", null);
      }
      columns.add(column);
    }
    return columns;
  }

  private static String sameName(String column, int before, int number) {
    return before == 0
        ? "column %d is called '%s', which is kept for values beyond the last column"
            .formatted(number, column)
        : "the columns %d and %d are both called '%s'".formatted(before, number, column);
  }

  private static AssayException refusal(Path file, String fault, Exception cause) {
    return new AssayException(
        AssayException.Kind.USER, "Cannot send the file " + file + ": " + fault + ".", cause);
  }
}
