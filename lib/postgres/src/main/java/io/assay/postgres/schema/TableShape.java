package io.assay.postgres.schema;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A table as it is or should be, in what the suite depends on. Defaults, checks and further indexes
 * are the owner's affair.
 *
 * @param sort what the name stands for: {@value #TABLE}, or a view, an index and the like
 * @param columns by name, in order
 */
record TableShape(
    String name,
    String sort,
    Map<String, ColumnShape> columns,
    List<String> primaryKey,
    Set<ForeignKeyShape> foreignKeys) {
  static final String TABLE = "table";

  TableShape {
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    primaryKey = List.copyOf(primaryKey);
    foreignKeys = Set.copyOf(foreignKeys);
  }
}
