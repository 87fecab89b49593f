package io.assay.feed.files;

import io.assay.model.AssayException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The column whose value is the record's key, so that all versions of a thing go into one
 * partition, in order. Names are compared without regard to case and spaces.
 */
public final class KeyColumn {
  /** What identifies the rows of the sheets that the suite knows, the most particular first. */
  private static final List<String> KNOWN = List.of("process id", "assembly id", "item id");

  private final OptionalInt position;

  private KeyColumn(OptionalInt position) {
    this.position = position;
  }

  /**
   * The key column of a sheet.
   *
   * @param name which column; if empty, the first of {@code process id}, {@code assembly id} and
   *     {@code item id} that the sheet has, and if it has none, the records have no key
   * @throws AssayException of kind USER if the sheet has no column of that name, or several
   */
  public static KeyColumn of(Sheet sheet, Optional<String> name) {
    if (name.isPresent()) {
      return new KeyColumn(OptionalInt.of(named(sheet, name.get())));
    }
    return KNOWN.stream()
        .map(known -> positions(sheet, known))
        .filter(positions -> positions.length == 1)
        .findFirst()
        .map(positions -> new KeyColumn(OptionalInt.of(positions[0])))
        .orElseGet(() -> new KeyColumn(OptionalInt.empty()));
  }

  /** The key of the row's record: the value without outer white space; null if there is none. */
  byte[] key(SheetRow row) {
    if (position.isEmpty() || position.getAsInt() >= row.values().size()) {
      return null;
    }
    String value = row.values().get(position.getAsInt()).strip();
    return value.isEmpty() ? null : value.getBytes(StandardCharsets.UTF_8);
  }

  private static int named(Sheet sheet, String name) {
    int[] positions = positions(sheet, name);
    if (positions.length == 1) {
      return positions[0];
    }
    throw new AssayException(
        AssayException.Kind.USER,
        "Cannot take the key from column '%s' of the file %s: %s. Its columns are '%s'."
            .formatted(
                name,
                sheet.file(),
                positions.length == 0
                    ? "there is no such column"
                    : "several columns have that name but for case and spaces",
                String.join("', '", sheet.columns())));
  }

  private static int[] positions(Sheet sheet, String name) {
    String wanted = relaxed(name);
    return IntStream.range(0, sheet.columns().size())
        .filter(i -> relaxed(sheet.columns().get(i)).equals(wanted))
        .toArray();
  }

  private static String relaxed(String name) {
    return name.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
  }
}
