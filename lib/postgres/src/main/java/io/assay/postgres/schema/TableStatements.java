package io.assay.postgres.schema;

import io.assay.postgres.Identifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The statements that make and alter the tables of one schema. */
final class TableStatements {
  private final String schema;

  TableStatements(String schema) {
    this.schema = schema;
  }

  /** The table with its primary key and comments; the tables it references need not exist yet. */
  List<String> create(TargetTable table) {
    TableShape shape = table.shape();
    Map<String, String> fallbacks = new HashMap<>();
    table.stamps().forEach(stamp -> fallbacks.put(stamp.column(), stamp.fallback()));
    List<String> parts = new ArrayList<>();
    shape
        .columns()
        .forEach(
            (name, column) -> parts.add(column(name, column, fallbacks.getOrDefault(name, ""))));
    table.symbols().forEach(constraint -> parts.add(constraint.definition()));
    parts.add("primary key (" + Identifier.list(shape.primaryKey()) + ")");
    String name = qualified(table.name());
    List<String> statements = new ArrayList<>();
    statements.add("create table %s (\n  %s)".formatted(name, String.join(",\n  ", parts)));
    statements.add(comment("table " + name, table.purpose()));
    table
        .columnPurposes()
        .forEach((column, purpose) -> statements.add(columnComment(table.name(), column, purpose)));
    return statements;
  }

  /** A foreign key; the table that it leads to exists. */
  String foreignKey(String table, ForeignKeyShape key) {
    return "alter table %s add foreign key (%s) references %s (%s) on delete no action %s"
        .formatted(
            qualified(table),
            Identifier.list(key.columns()),
            Identifier.qualified(key.schema(), key.parent()),
            Identifier.list(key.parentColumns()),
            key.option())
        .strip();
  }

  /** An index on the columns. */
  String index(String table, List<String> columns) {
    return "create index on %s (%s)".formatted(qualified(table), Identifier.list(columns));
  }

  /** What keeps a key from having two current versions. */
  String oneCurrent(String table, List<String> key) {
    return "create unique index on %s (%s) where current"
        .formatted(qualified(table), Identifier.list(key));
  }

  /** A further column, with its comment. */
  List<String> addColumn(TargetTable table, String name, ColumnShape shape) {
    String fallback = table.stamp(name).map(Stamp::fallback).orElse("");
    String constraint = table.symbols(name).map(each -> " " + each.definition()).orElse("");
    return List.of(
        alter(table.name(), "add column " + column(name, shape, fallback) + constraint),
        columnComment(table.name(), name, table.columnPurposes().get(name)));
  }

  String renameColumn(String table, String before, String name) {
    return alter(
        table, "rename column " + Identifier.quote(before) + " to " + Identifier.quote(name));
  }

  String changeType(String table, String column, String type) {
    String quoted = Identifier.quote(column);
    return alter(table, "alter column %s type %s using %1$s::%2$s".formatted(quoted, type));
  }

  String setNotNull(String table, String column) {
    return alter(table, "alter column " + Identifier.quote(column) + " set not null");
  }

  String dropNotNull(String table, String column) {
    return alter(table, "alter column " + Identifier.quote(column) + " drop not null");
  }

  String dropColumn(String table, String column) {
    return alter(table, "drop column " + Identifier.quote(column));
  }

  String dropConstraint(String table, String constraint) {
    return alter(table, "drop constraint " + Identifier.quote(constraint));
  }

  String addConstraint(String table, SymbolConstraint constraint) {
    return alter(table, "add " + constraint.definition());
  }

  String renameConstraint(String table, String before, String name) {
    return alter(
        table, "rename constraint " + Identifier.quote(before) + " to " + Identifier.quote(name));
  }

  /** Lets a foreign key be checked at the end of the transaction, or at each statement again. */
  String checkAt(String table, String constraint, String option) {
    return alter(
        table,
        "alter constraint %s %s"
            .formatted(Identifier.quote(constraint), option.isEmpty() ? "not deferrable" : option));
  }

  private String alter(String table, String what) {
    return "alter table " + qualified(table) + " " + what;
  }

  private String columnComment(String table, String column, String text) {
    return comment("column " + qualified(table) + "." + Identifier.quote(column), text);
  }

  private String qualified(String table) {
    return Identifier.qualified(schema, table);
  }

  private static String comment(String object, String text) {
    return "comment on %s is %s".formatted(object, Identifier.literal(text));
  }

  private static String column(String name, ColumnShape shape, String fallback) {
    return Identifier.quote(name)
        + " "
        + shape
        + (fallback.isEmpty() ? "" : " default " + fallback);
  }
}
