package io.assay.flow.lineage;

import io.assay.engine.sql.ReferencedNames;
import io.assay.model.Lookup;
import io.assay.model.Pipeline;
import io.assay.model.RecordKind;
import io.assay.model.Table;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * From what the rows of a target table come, by the definition.
 *
 * @param table its name
 * @param parts what each kind of record gives to it
 */
record TableLineage(String table, List<Part> parts) {

  /**
   * What one kind gives.
   *
   * @param topics the only ones with records of that kind; empty if any may have some
   * @param columns from what the value of each comes
   * @param lookups columns whose values come from other tables
   * @param filters what decides whether there is a row
   */
  record Part(
      Set<String> topics,
      Map<String, Set<ColumnSource>> columns,
      Map<String, Lookup> lookups,
      Set<ColumnSource> filters) {}

  TableLineage {
    parts = List.copyOf(parts);
  }

  /** Those of all tables, parents before children. */
  static List<TableLineage> of(Pipeline pipeline) {
    return pipeline.tables().stream()
        .map(
            table ->
                new TableLineage(
                    table.name(),
                    pipeline.records().stream()
                        .flatMap(
                            kind ->
                                kind.table(table.name()).stream().map(filled -> part(kind, filled)))
                        .toList()))
        .toList();
  }

  private static Part part(RecordKind kind, Table table) {
    FieldPlaces record = FieldPlaces.of(kind);
    FieldPlaces row = record.of(table);
    Map<String, Set<ColumnSource>> columns = new LinkedHashMap<>();
    Map<String, Lookup> lookups = new LinkedHashMap<>();
    for (Table.Column column : table.columns()) {
      if (column.lookup().isPresent()) {
        lookups.put(column.name(), column.lookup().get());
      } else {
        columns.put(column.name(), row.sources(column.sql()));
      }
    }
    Set<ColumnSource> filters = new LinkedHashSet<>();
    filters.addAll(record.sources(kind.when()));
    kind.filter().ifPresent(sql -> filters.addAll(record.sources(sql)));
    table.when().ifPresent(sql -> filters.addAll(row.sources(sql)));
    Set<ColumnSource> deciding = new LinkedHashSet<>();
    filters.forEach(
        source -> deciding.add(new ColumnSource(source.field(), ColumnSource.Use.FILTER)));
    Optional<Set<String>> topics = ReferencedNames.in(kind.when()).alternatives("_topic");
    return new Part(topics.orElse(Set.of()), columns, lookups, deciding);
  }
}
