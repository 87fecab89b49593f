package io.assay.crash.oracle;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What jobs that have ended in order must not leave in the database. */
final class Leftovers {
  private static final Map<String, String> QUERIES =
      new TreeMap<>(
          Map.of(
              "staging table",
              "select tablename from pg_tables where schemaname = 'assay_staging'",
              "advisory lock",
              "select pid::text from pg_locks where locktype = 'advisory'",
              "prepared transaction",
              "select gid from pg_prepared_xacts",
              "session",
              "select application_name from pg_stat_activity where application_name like 'assay/%'",
              "run that is said to go on",
              "select run_id::text from assay.run where status = 'running'"));

  private Leftovers() {}

  /** All of it, each as a line. */
  static List<String> in(Connection connection) throws SQLException {
    List<String> found = new ArrayList<>();
    for (Map.Entry<String, String> query : QUERIES.entrySet()) {
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery(query.getValue())) {
        while (row.next()) {
          found.add("a " + query.getKey() + " is left: " + row.getString(1));
        }
      }
    }
    return found;
  }
}
