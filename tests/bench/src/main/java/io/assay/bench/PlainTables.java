package io.assay.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Empty tables with the columns and primary keys of those that refine has made, in a schema of
 * their own, but without stamps and foreign keys: for what refine is compared with.
 */
final class PlainTables {
  private PlainTables() {}

  /** Makes the schema and the tables; a checkpoint follows. */
  static void make(DatabaseServer server, String schema, List<String> tables) throws SQLException {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("create schema " + schema);
      for (String table : tables) {
        String name = schema + "." + table;
        statement.execute("create table %s (like %s including all)".formatted(name, table));
        for (String stamp : stamps(statement, table)) {
          statement.execute("alter table %s drop column %s".formatted(name, stamp));
        }
      }
    }
    server.checkpoint();
  }

  private static List<String> stamps(Statement statement, String table) throws SQLException {
    List<String> stamps = new ArrayList<>();
    try (ResultSet row =
        statement.executeQuery(
            "select attname from pg_attribute where attrelid = '%s'::regclass and attname like 'assay\\_%%'"
                .formatted(table))) {
      while (row.next()) {
        stamps.add(row.getString(1));
      }
    }
    return stamps;
  }
}
