package io.assay.postgres.schema;

import io.assay.model.Pipeline;
import io.assay.model.RecordKind;
import io.assay.model.Rule.Check;
import io.assay.model.SchemaPolicy.Action;
import io.assay.model.SchemaPolicy.Change;
import io.assay.model.Table;
import io.assay.postgres.Identifier;
import io.assay.postgres.schema.PlannedChange.Fate;
import io.assay.postgres.schema.PlannedChange.Step;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compares all tables of a pipeline with what is in the database. */
final class SchemaComparison {
  private final Catalog catalog;
  private final StoredRows rows;
  private final String schema;
  private final Pipeline pipeline;
  private final List<TargetTable> tables;
  private final TableStatements statements;
  private final Adaptation adaptation = new Adaptation();
  private final Map<String, TableShape> there = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> renamed = new HashMap<>();
  private final List<PlannedChange> changes = new ArrayList<>();

  SchemaComparison(
      Connection connection, String schema, Pipeline pipeline, List<TargetTable> tables) {
    this.catalog = new Catalog(connection, schema);
    this.rows = new StoredRows(connection, schema);
    this.schema = schema;
    this.pipeline = pipeline;
    this.tables = tables;
    this.statements = new TableStatements(schema);
  }

  SchemaPlan plan() throws SQLException {
    read();
    boolean first = there.isEmpty();
    if (first && !catalog.exists()) {
      String quoted = Identifier.quote(schema);
      String purpose = Identifier.literal(TargetSchema.PURPOSE);
      free(
          schema,
          "schema " + schema,
          "it is not there yet",
          Step.SCHEMA,
          List.of(
              "create schema " + quoted, "comment on schema %s is %s".formatted(quoted, purpose)));
    }
    Set<String> omitted = new HashSet<>();
    for (TargetTable table : tables) {
      if (there.containsKey(table.name())) {
        compare(table);
      } else if (!make(table, first)) {
        omitted.add(table.name());
      }
    }
    for (TargetTable table : tables) {
      if (!omitted.contains(table.name())) {
        indexes(table);
      }
    }
    return new SchemaPlan(adaptation.of(pipeline), changes, first);
  }

  private void read() throws SQLException {
    for (TargetTable table : tables) {
      Optional<TableShape> shape = catalog.table(table.name());
      if (shape.isPresent()) {
        there.put(table.name(), shape.get());
        renamed.put(table.name(), renamedColumns(table, shape.get()));
      }
    }
  }

  /** The name that a column has now, by the name that it will have. */
  private static Map<String, String> renamedColumns(TargetTable table, TableShape is) {
    Map<String, String> names = new LinkedHashMap<>();
    for (Table.Column column : table.table().columns()) {
      column
          .was()
          .filter(before -> is.columns().containsKey(before))
          .filter(before -> !is.columns().containsKey(column.name()))
          .ifPresent(before -> names.put(column.name(), before));
    }
    return names;
  }

  private void compare(TargetTable table) throws SQLException {
    Map<ForeignKeyShape, String> constraints = new LinkedHashMap<>();
    catalog
        .foreignKeys(table.name())
        .forEach((key, name) -> constraints.put(renamed(table.name(), key), name));
    Map<String, String> names = renamed.get(table.name());
    Map<String, SymbolConstraint.Live> symbols = new LinkedHashMap<>();
    catalog
        .symbols(table.name())
        .forEach((column, constraint) -> symbols.put(after(names, column), constraint));
    changes.addAll(
        new TableComparison(
                table,
                new LiveTable(
                    renamed(there.get(table.name()), constraints.keySet(), names),
                    names,
                    constraints,
                    symbols),
                rows,
                statements,
                adaptation,
                needed(table))
            .changes());
  }

  private static TableShape renamed(
      TableShape shape, Set<ForeignKeyShape> keys, Map<String, String> names) {
    Map<String, ColumnShape> columns = new LinkedHashMap<>();
    shape.columns().forEach((name, column) -> columns.put(after(names, name), column));
    List<String> primaryKey = shape.primaryKey().stream().map(name -> after(names, name)).toList();
    return new TableShape(shape.name(), shape.sort(), columns, primaryKey, keys);
  }

  private ForeignKeyShape renamed(String table, ForeignKeyShape key) {
    Map<String, String> own = renamed.get(table);
    Map<String, String> parents =
        key.schema().equals(schema) ? renamed.getOrDefault(key.parent(), Map.of()) : Map.of();
    return new ForeignKeyShape(
        key.columns().stream().map(name -> after(own, name)).toList(),
        key.schema(),
        key.parent(),
        key.parentColumns().stream().map(name -> after(parents, name)).toList(),
        key.option());
  }

  private static String after(Map<String, String> names, String before) {
    return names.entrySet().stream()
        .filter(entry -> entry.getValue().equals(before))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(before);
  }

  /** Plans a table that is absent; false if there will be none. */
  private boolean make(TargetTable table, boolean first) {
    Action action = table.table().schemaPolicy().action(Change.NEW_TABLE);
    if (!first && action == Action.FAIL) {
      add(table, Fate.REFUSED, "the policy says so", Step.TABLES, List.of());
      return false;
    }
    if (!first && action == Action.IGNORE) {
      boolean needed = isNeeded(table);
      add(
          table,
          needed ? Fate.REFUSED : Fate.LEFT,
          needed
              ? "other tables or rules need it: write new-table = apply"
              : "no rows are written for it",
          Step.TABLES,
          List.of());
      adaptation.omitTable(table.name());
      return false;
    }
    if (first) {
      free(
          table.name(),
          table.name(),
          "a first start makes all tables",
          Step.TABLES,
          statements.create(table));
    } else {
      add(table, Fate.DONE, "records from now on fill it", Step.TABLES, statements.create(table));
    }
    List<String> ties =
        table.shape().foreignKeys().stream()
            .sorted(Comparator.comparing(ForeignKeyShape::toString))
            .map(key -> statements.foreignKey(table.name(), key))
            .toList();
    if (!ties.isEmpty()) {
      free(table.name(), table.name() + " foreign keys", "the table is new", Step.TIES, ties);
    }
    return true;
  }

  private boolean isNeeded(TargetTable table) {
    boolean referenced =
        pipeline.tables().stream().anyMatch(other -> other.parents().contains(table.name()));
    boolean root = pipeline.records().stream().anyMatch(kind -> kind.root().equals(table.name()));
    boolean ruled =
        pipeline.records().stream()
            .flatMap(kind -> kind.rules().stream())
            .anyMatch(
                rule ->
                    (rule.check() instanceof Check.ExistsIn exists
                            && exists.table().equals(table.name()))
                        || (rule.check() instanceof Check.AbsentFrom absent
                            && absent.table().equals(table.name())));
    return referenced || root || ruled;
  }

  /** Columns that cannot be left out: of keys, references and rules. */
  private static Set<String> needed(TargetTable table) {
    Set<String> needed = new LinkedHashSet<>(table.table().key());
    table.table().references().forEach(reference -> needed.addAll(reference.columns()));
    for (RecordKind kind : table.kinds()) {
      if (kind.root().equals(table.name())) {
        kind.rules().stream()
            .filter(rule -> rule.check() instanceof Check.Unique)
            .forEach(rule -> needed.addAll(((Check.Unique) rule.check()).columns()));
      }
    }
    return needed;
  }

  private void indexes(TargetTable table) throws SQLException {
    Map<String, String> names = renamed.getOrDefault(table.name(), Map.of());
    Set<List<String>> indexes = new HashSet<>();
    if (there.containsKey(table.name())) {
      catalog
          .indexes(table.name())
          .forEach(
              columns -> indexes.add(columns.stream().map(name -> after(names, name)).toList()));
    } else {
      indexes.add(table.shape().primaryKey());
    }
    if (table.table().hasHistory()) {
      oneCurrent(table);
    }
    // Longer ones first: they serve the shorter ones that they begin with.
    List<List<String>> lookups = new ArrayList<>(table.lookups());
    lookups.sort(Comparator.<List<String>>comparingInt(List::size).reversed());
    for (List<String> columns : lookups) {
      if (indexes.stream().noneMatch(index -> beginsWith(index, columns))) {
        free(
            table.name(),
            table.name() + " index (" + String.join(", ", columns) + ")",
            "a reference or a rule looks up rows by it",
            Step.INDEXES,
            List.of(statements.index(table.name(), columns)));
        indexes.add(columns);
      }
    }
  }

  private void oneCurrent(TargetTable table) throws SQLException {
    List<String> key = table.table().key();
    boolean there =
        this.there.containsKey(table.name())
            && catalog.uniqueWhereCurrent(table.name()).contains(key);
    if (!there) {
      free(
          table.name(),
          table.name() + " unique index (" + String.join(", ", key) + ") where current",
          "a key has one current version at most",
          Step.INDEXES,
          List.of(statements.oneCurrent(table.name(), key)));
    }
  }

  private static boolean beginsWith(List<String> index, List<String> columns) {
    return index.size() >= columns.size() && index.subList(0, columns.size()).equals(columns);
  }

  private void add(TargetTable table, Fate fate, String reason, Step step, List<String> sql) {
    changes.add(
        new PlannedChange(
            table.name(),
            table.name(),
            PlannedChange.ABSENT,
            "a table",
            Optional.of(Change.NEW_TABLE),
            Optional.of(table.table().schemaPolicy().action(Change.NEW_TABLE)),
            fate,
            reason,
            step,
            sql));
  }

  /** What no policy decides about, and is always done. */
  private void free(String table, String place, String reason, Step step, List<String> sql) {
    changes.add(
        new PlannedChange(
            table,
            place,
            PlannedChange.ABSENT,
            "there",
            Optional.empty(),
            Optional.empty(),
            Fate.DONE,
            reason,
            step,
            sql));
  }
}
