package io.assay.model.file;

import io.assay.model.ColumnType;
import io.assay.model.Table;
import java.util.Optional;
import java.util.Set;

/**
 * A table as one kind fills it, as far as it could be read.
 *
 * @param kind name of the kind
 * @param node where it stands
 * @param table what could be read of it
 * @param columns names of all its columns, of those too that could not be read
 */
record TableDraft(String kind, Node node, Table table, Set<String> columns) {
  String name() {
    return table.name();
  }

  /** Whether there is such a column; if not, that is a fault of the entry. */
  boolean has(Entry entry, String column) {
    if (!columns.contains(column)) {
      entry.unknown(column, "no such column of " + name(), columns);
    }
    return columns.contains(column);
  }

  /** The type of a column, if the column exists and could be read. */
  Optional<ColumnType> type(String column) {
    return table.column(column).map(Table.Column::type);
  }

  /** Whether every column could be read. */
  boolean isWhole() {
    return table.columns().size() == columns.size();
  }

  /** Where a reference stands. */
  Entry reference(String reference) {
    return node.members("references").stream()
        .filter(entry -> entry.name().equals(reference))
        .findFirst()
        .orElseThrow();
  }
}
