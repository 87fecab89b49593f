package io.assay.crash.oracle;

import io.assay.crash.feed.Table;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rows of a table and their stamps beside those that must be there. */
record TableComparison(Connection connection, Differences differences) {

  void compare(Table table, Map<List<String>, ExpectedRow> expected) throws SQLException {
    Map<List<String>, ExpectedRow> missing = new HashMap<>(expected);
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query(table))) {
      while (result.next()) {
        List<String> key = texts(result, 1, table.key().size());
        String found =
            texts(result, table.key().size() + 1, table.values().size())
                + " "
                + stamps(result, table.key().size() + table.values().size() + 1);
        ExpectedRow row = missing.remove(key);
        if (row == null) {
          differences.different(
              "%s %s must not be there, but is: %s".formatted(table.name(), key, found));
        } else if (!expected(row).equals(found)) {
          differences.different(
              "%s %s is %s instead of %s".formatted(table.name(), key, found, expected(row)));
        }
      }
    }
    missing.forEach(
        (key, row) ->
            differences.lost(
                1, "%s %s is not there: %s".formatted(table.name(), key, expected(row))));
  }

  private static String query(Table table) {
    return Stream.concat(table.key().stream(), table.values().stream())
        .map(column -> column + "::text")
        .collect(
            Collectors.joining(
                ", ",
                "select ",
                ", assay_topic, assay_partition, assay_offset, assay_warnings from "
                    + table.name()));
  }

  private static String expected(ExpectedRow row) {
    return row.row().values() + " " + row.place() + " " + row.row().warnings();
  }

  private static List<String> texts(ResultSet result, int first, int count) throws SQLException {
    List<String> texts = new ArrayList<>();
    for (int column = first; column < first + count; column++) {
      texts.add(result.getString(column));
    }
    return texts;
  }

  private static String stamps(ResultSet result, int first) throws SQLException {
    Array warnings = result.getArray(first + 3);
    return "%s/%d/%d %s"
        .formatted(
            result.getString(first),
            result.getInt(first + 1),
            result.getLong(first + 2),
            warnings == null ? List.of() : List.of((Object[]) warnings.getArray()));
  }
}
