package io.assay.postgres.schema;

import io.assay.postgres.Identifier;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes target tables, their foreign keys and indexes. */
final class TableCreation {
  private final Statement statement;
  private final String schema;

  TableCreation(Statement statement, String schema) {
    this.statement = statement;
    this.schema = schema;
  }

  /**
   * Makes the table with its primary key and comments; the tables it references need not exist yet.
   */
  void createTable(TargetTable table) throws SQLException {
    TableShape shape = table.shape();
    Map<String, String> fallbacks = new HashMap<>();
    table.stamps().forEach(stamp -> fallbacks.put(stamp.column(), stamp.fallback()));
    List<String> parts = new ArrayList<>();
    shape
        .columns()
        .forEach(
            (name, column) -> parts.add(column(name, column, fallbacks.getOrDefault(name, ""))));
    parts.add("primary key (" + Identifier.list(shape.primaryKey()) + ")");
    String name = Identifier.qualified(schema, table.name());
    statement.execute("create table %s (%s)".formatted(name, String.join(", ", parts)));
    comment("table " + name, table.purpose());
    for (Map.Entry<String, String> purpose : table.columnPurposes().entrySet()) {
      comment("column " + name + "." + Identifier.quote(purpose.getKey()), purpose.getValue());
    }
  }

  /** Adds the foreign keys; the tables that they lead to exist. */
  void createForeignKeys(TargetTable table) throws SQLException {
    for (ForeignKeyShape key : table.shape().foreignKeys()) {
      statement.execute(
          "alter table %s add foreign key (%s) references %s (%s) on delete no action %s"
              .formatted(
                  Identifier.qualified(schema, table.name()),
                  Identifier.list(key.columns()),
                  Identifier.qualified(key.schema(), key.parent()),
                  Identifier.list(key.parentColumns()),
                  key.option()));
    }
  }

  /** Adds an index on the columns. */
  void createIndex(String table, List<String> columns) throws SQLException {
    statement.execute(
        "create index on %s (%s)"
            .formatted(Identifier.qualified(schema, table), Identifier.list(columns)));
  }

  private void comment(String object, String text) throws SQLException {
    statement.execute("comment on %s is %s".formatted(object, Identifier.literal(text)));
  }

  private static String column(String name, ColumnShape shape, String fallback) {
    return Identifier.quote(name)
        + " "
        + shape
        + (fallback.isEmpty() ? "" : " default " + fallback);
  }
}
