package io.assay.crash.feed;

import java.util.List;

/**
 * A row of a table.
 *
 * @param key and the other values: as PostgreSQL casts them to text, in the order of the table's
 *     columns; the values may be null
 * @param warnings the rules that the row is stamped with
 */
public record Row(Table table, List<String> key, List<String> values, List<String> warnings) {

  /** A row without warnings. */
  static Row of(Table table, List<String> key, String... values) {
    return new Row(table, key, java.util.Arrays.asList(values), List.of());
  }
}
