package io.assay.postgres.schema;

import io.assay.model.ColumnType;
import io.assay.model.Pipeline;
import io.assay.model.RecordKind;
import io.assay.model.Rule;
import io.assay.model.Rule.Check;
import io.assay.model.Severity;
import io.assay.model.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The definition as tables take it that stay as they are: columns and tables left out, columns of
 * the type that is there, and rules that refuse what the tables have no place for.
 */
final class Adaptation {
  /** How the rules begin that stand in for a change; the column's name follows. */
  static final String RULE = "schema-change-";

  private final Set<String> omittedTables = new HashSet<>();
  private final Map<String, Map<String, UnaryOperator<Optional<Table.Column>>>> columns =
      new HashMap<>();
  private final Map<String, Map<String, Guard>> guards = new HashMap<>();

  /** What must hold of a column's expression, and what a person reads where it does not. */
  private record Guard(String condition, String message) {}

  void omitTable(String table) {
    omittedTables.add(table);
  }

  void omitColumn(String table, String column) {
    change(table, column, any -> Optional.empty());
  }

  /** Leaves the column out and refuses records that bring a value for it. */
  void refuseValues(String table, String column) {
    omitColumn(table, column);
    guard(
        table,
        column,
        new Guard("(%s) is null", "the table %s has no column %s yet".formatted(table, column)));
  }

  /** Gives the column the type that is there, and refuses records whose value it does not take. */
  void narrow(String table, String column, String type, Optional<ColumnType> known) {
    String spark = sparkName(type);
    known.ifPresent(
        narrower ->
            change(
                table,
                column,
                there ->
                    there.map(
                        each ->
                            new Table.Column(
                                each.name(),
                                "try_cast((%s) as %s)".formatted(each.sql(), spark),
                                narrower,
                                each.nullable(),
                                each.lookup(),
                                each.was()))));
    String taken =
        type.startsWith("character varying(")
            ? "char_length(%s) <= " + type.replaceAll("[^0-9]", "")
            : "(%1$s) is null or try_cast((%1$s) as " + spark + ") is not null";
    guard(
        table,
        column,
        new Guard(
            taken, "the column %s of the table %s is still %s".formatted(column, table, type)));
  }

  /** Makes the column take none but these symbols. */
  void limit(String table, String column, Set<String> symbols) {
    change(
        table,
        column,
        there ->
            there.map(
                each ->
                    new Table.Column(
                        each.name(),
                        each.sql(),
                        limited(each.type(), symbols),
                        each.nullable(),
                        each.lookup(),
                        each.was())));
  }

  private static ColumnType limited(ColumnType type, Set<String> symbols) {
    Set<String> both = new LinkedHashSet<>(symbols);
    type.enumeration().ifPresent(each -> both.retainAll(each.symbols()));
    ColumnType limited = new ColumnType.Enumeration(both);
    return type instanceof ColumnType.Array ? new ColumnType.Array(limited) : limited;
  }

  /** Makes the column's value required. */
  void require(String table, String column) {
    change(
        table,
        column,
        there ->
            there.map(
                each ->
                    new Table.Column(
                        each.name(), each.sql(), each.type(), false, each.lookup(), each.was())));
  }

  Pipeline of(Pipeline pipeline) {
    return pipeline.withRecords(pipeline.records().stream().map(this::adapted).toList());
  }

  private RecordKind adapted(RecordKind kind) {
    List<Rule> rules = new ArrayList<>(kind.rules());
    for (Table table : kind.tables()) {
      guards
          .getOrDefault(table.name(), Map.of())
          .forEach(
              (column, guard) ->
                  table.column(column).ifPresent(each -> rules.add(rule(kind, each, guard))));
    }
    List<Table> tables =
        kind.tables().stream()
            .filter(table -> !omittedTables.contains(table.name()))
            .map(this::adapted)
            .toList();
    return kind.with(kind.fields(), rules, tables);
  }

  private Table adapted(Table table) {
    Map<String, UnaryOperator<Optional<Table.Column>>> changes =
        columns.getOrDefault(table.name(), Map.of());
    return changes.isEmpty()
        ? table
        : table.withColumns(
            table.columns().stream()
                .flatMap(
                    column ->
                        changes
                            .getOrDefault(column.name(), UnaryOperator.identity())
                            .apply(Optional.of(column))
                            .stream())
                .toList());
  }

  private static Rule rule(RecordKind kind, Table.Column column, Guard guard) {
    List<String> shown =
        kind.field(column.sql()).isPresent() ? List.of(column.sql()) : List.<String>of();
    return new Rule(
        RULE + column.name(),
        Severity.REJECT,
        Optional.of(guard.message()),
        new Check.Sql(guard.condition().formatted(column.sql()), shown));
  }

  private void change(
      String table, String column, UnaryOperator<Optional<Table.Column>> operation) {
    columns
        .computeIfAbsent(table, any -> new HashMap<>())
        .merge(column, operation, (first, second) -> there -> second.apply(first.apply(there)));
  }

  private void guard(String table, String column, Guard guard) {
    guards.computeIfAbsent(table, any -> new HashMap<>()).put(column, guard);
  }

  private static String sparkName(String type) {
    return type.replace("numeric", "decimal")
        .replace("double precision", "double")
        .replace("timestamp with time zone", "timestamp")
        .replace("real", "float");
  }
}
