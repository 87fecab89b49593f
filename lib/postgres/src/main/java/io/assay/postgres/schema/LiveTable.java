package io.assay.postgres.schema;

import java.util.Map;

/**
 * A table that is there, under the names that its columns will have.
 *
 * @param shape what the suite depends on
 * @param renamed the names that columns have now, by those that they will have
 * @param constraints the foreign keys, with the names of their constraints
 * @param symbols the constraints of columns that are enums, by the columns
 */
record LiveTable(
    TableShape shape,
    Map<String, String> renamed,
    Map<ForeignKeyShape, String> constraints,
    Map<String, SymbolConstraint.Live> symbols) {

  /** The name that a column has now. */
  String nameNow(String column) {
    return renamed.getOrDefault(column, column);
  }
}
