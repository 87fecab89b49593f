package io.assay.postgres.schema;

import io.assay.model.AssayException;
import io.assay.model.ColumnType;
import io.assay.model.Field;
import io.assay.model.Pipeline;
import io.assay.model.RecordKind;
import io.assay.model.ReferenceGraph;
import io.assay.model.Rule;
import io.assay.model.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A target table as the pipeline defines it, with its stamps. */
final class TargetTable {
  private final String schema;
  private final Pipeline pipeline;
  private final Table table;
  private final List<RecordKind> kinds;

  TargetTable(String schema, Pipeline pipeline, Table table) {
    this.schema = schema;
    this.pipeline = pipeline;
    this.table = table;
    this.kinds =
        pipeline.records().stream().filter(kind -> kind.table(table.name()).isPresent()).toList();
  }

  String name() {
    return table.name();
  }

  Table table() {
    return table;
  }

  List<RecordKind> kinds() {
    return kinds;
  }

  /** The stamp of that column, if it is one. */
  Optional<Stamp> stamp(String column) {
    return stamps().stream().filter(stamp -> stamp.column().equals(column)).findFirst();
  }

  TableShape shape() {
    Map<String, ColumnShape> columns = new LinkedHashMap<>();
    for (Table.Column column : table.columns()) {
      boolean nullable = column.nullable() && !table.key().contains(column.name());
      columns.put(column.name(), new ColumnShape(column.type().sql(), nullable, false));
    }
    for (Stamp stamp : stamps()) {
      columns.put(stamp.column(), stamp.shape());
    }
    return new TableShape(name(), TableShape.TABLE, columns, primaryKey(), foreignKeys());
  }

  List<Stamp> stamps() {
    return Stamp.of(
        sequenceTypes(),
        pipeline.hasStubs(name()),
        pipeline.deletesSoftly(name()),
        table.hasHistory());
  }

  /** The constraints of columns that are enums. */
  List<SymbolConstraint> symbols() {
    return table.columns().stream()
        .flatMap(column -> SymbolConstraint.of(column).stream())
        .toList();
  }

  /** The constraint of that column, if it is an enum. */
  Optional<SymbolConstraint> symbols(String column) {
    return table.column(column).flatMap(SymbolConstraint::of);
  }

  /** In a table with history, the record makes the difference between versions. */
  private List<String> primaryKey() {
    List<String> key = new ArrayList<>(table.key());
    if (table.hasHistory()) {
      key.addAll(List.of("assay_topic", "assay_partition", "assay_offset"));
    }
    return key;
  }

  /**
   * Columns that are looked up together, in this order: those of foreign keys and of rules of
   * uniqueness.
   */
  Set<List<String>> lookups() {
    Set<List<String>> lookups = new LinkedHashSet<>();
    table.references().forEach(reference -> lookups.add(reference.columns()));
    for (RecordKind kind : kinds) {
      if (kind.root().equals(name())) {
        kind.rules().stream()
            .map(Rule::check)
            .filter(Rule.Check.Unique.class::isInstance)
            .forEach(check -> lookups.add(((Rule.Check.Unique) check).columns()));
      }
    }
    return lookups;
  }

  /** What people read in the database. */
  String purpose() {
    List<String> names = kinds.stream().map(RecordKind::name).toList();
    return "assay: pipeline %s, filled by %s".formatted(pipeline.name(), String.join(", ", names));
  }

  /** For each column of the definition, how each kind computes it; for each stamp, what it says. */
  Map<String, String> columnPurposes() {
    Map<String, String> purposes = new LinkedHashMap<>();
    for (Table.Column column : table.columns()) {
      List<String> origins = new ArrayList<>();
      for (RecordKind kind : kinds) {
        kind.table(name())
            .flatMap(own -> own.column(column.name()))
            .ifPresent(own -> origins.add(kind.name() + ": " + own.sql() + origin(kind, own)));
      }
      purposes.put(column.name(), String.join("\n", origins));
    }
    stamps().forEach(stamp -> purposes.put(stamp.column(), stamp.purpose()));
    return purposes;
  }

  /** How the source names what the column is taken from, where that is another name. */
  private static String origin(RecordKind kind, Table.Column column) {
    String[] names = column.sql().strip().split("\\.", -1);
    Optional<Field> field = kind.field(names[0]);
    for (int i = 1; i < names.length && field.isPresent(); i++) {
      String name = names[i];
      field =
          field.get().type() instanceof ColumnType.Nested nested
              ? nested.field(name)
              : Optional.empty();
    }
    return field
        .map(Field::origin)
        .filter(Field.Origin.Member.class::isInstance)
        .map(origin -> String.join(".", ((Field.Origin.Member) origin).path()))
        .filter(from -> !from.isEmpty() && !from.equals(names[names.length - 1]))
        .map(from -> " (from '" + from + "')")
        .orElse("");
  }

  private Set<ForeignKeyShape> foreignKeys() {
    Set<ForeignKeyShape> keys = new LinkedHashSet<>();
    ReferenceGraph graph = ReferenceGraph.of(pipeline);
    for (Table.Reference reference : table.references()) {
      List<String> parentKey = parent(reference).key();
      String option = graph.isCircular(name(), reference.table()) ? ForeignKeyShape.DEFERRED : "";
      keys.add(
          new ForeignKeyShape(reference.columns(), schema, reference.table(), parentKey, option));
    }
    return keys;
  }

  private Table parent(Table.Reference reference) {
    return pipeline.tables().stream()
        .filter(candidate -> candidate.name().equals(reference.table()))
        .findFirst()
        .orElseThrow(
            () ->
                new AssayException(
                    AssayException.Kind.USER,
                    "The reference %s of the table %s leads to %s, which is no table of the pipeline %s"
                        .formatted(reference.name(), name(), reference.table(), pipeline.name())));
  }

  /** The types of the sequence that kinds which fill the table declare, if one does. */
  private List<ColumnType> sequenceTypes() {
    List<List<ColumnType>> types =
        kinds.stream()
            .map(RecordKind::sequenceTypes)
            .filter(each -> !each.isEmpty())
            .distinct()
            .toList();
    if (types.size() > 1) {
      throw new AssayException(
          AssayException.Kind.USER,
          "Kinds of records with sequences of different types (%s) fill the table %s of the pipeline %s. Give them one type"
              .formatted(
                  String.join(
                      "; ",
                      types.stream()
                          .map(
                              each ->
                                  String.join(", ", each.stream().map(ColumnType::sql).toList()))
                          .toList()),
                  name(),
                  pipeline.name()));
    }
    return types.isEmpty() ? List.of() : types.get(0);
  }
}
