package io.assay.cases;

import io.assay.postgres.Identifier;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The rows of a table as text, compared with those that are expected. */
final class TableRows {
  private static final String COLUMNS =
      """
      select attname, format_type(atttypid, atttypmod)
      from pg_attribute where attrelid = to_regclass(?) and attnum > 0 and not attisdropped order by attnum
      """;

  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+([.][0-9]+)?([eE][-+]?[0-9]+)?");

  private final Connection connection;
  private final String table;
  private final Map<String, String> types;
  private final List<Map<String, String>> rows = new ArrayList<>();

  private TableRows(Connection connection, String table, Map<String, String> types) {
    this.connection = connection;
    this.table = table;
    this.types = types;
  }

  static TableRows read(Connection connection, String schema, String table) throws SQLException {
    String name = Identifier.qualified(schema, table);
    Map<String, String> types = new LinkedHashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
      statement.setString(1, name);
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          types.put(result.getString(1), result.getString(2));
        }
      }
    }
    TableRows read = new TableRows(connection, table, types);
    if (!types.isEmpty()) {
      read.readRows(name);
    }
    return read;
  }

  private void readRows(String name) throws SQLException {
    String columns =
        types.keySet().stream()
            .map(column -> text(Identifier.quote(column), types.get(column)))
            .collect(Collectors.joining(", "));
    try (PreparedStatement statement =
            connection.prepareStatement("select " + columns + " from " + name);
        ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        Map<String, String> row = new LinkedHashMap<>();
        int column = 1;
        for (String key : types.keySet()) {
          row.put(key, result.getString(column++));
        }
        rows.add(row);
      }
    }
  }

  private static String text(String column, String type) {
    return isJson(type) ? "to_jsonb(" + column + ")::text" : column + "::text";
  }

  private static boolean isJson(String type) {
    return type.equals("jsonb") || type.endsWith("[]");
  }

  /** A line for each row that is missing and each that should not be there. */
  List<String> differences(List<Map<String, Optional<String>>> expected) throws SQLException {
    if (types.isEmpty()) {
      return List.of("%s: there is no such table".formatted(table));
    }
    Set<String> unknown =
        expected.stream()
            .flatMap(row -> row.keySet().stream())
            .filter(column -> !types.containsKey(column))
            .collect(Collectors.toSet());
    if (!unknown.isEmpty()) {
      return List.of(
          "%s: has no column %s; its columns are %s"
              .formatted(table, String.join(", ", unknown), String.join(", ", types.keySet())));
    }
    List<Map<String, String>> left = new ArrayList<>(rows);
    List<Map<String, String>> missing = new ArrayList<>();
    for (Map<String, Optional<String>> row : expected) {
      Map<String, String> wanted = normal(row);
      Optional<Map<String, String>> found =
          left.stream().filter(there -> different(wanted, there).isEmpty()).findFirst();
      found.ifPresentOrElse(left::remove, () -> missing.add(wanted));
    }
    List<String> differences = new ArrayList<>();
    for (Map<String, String> wanted : missing) {
      Optional<Map<String, String>> nearest =
          left.stream().min(Comparator.comparingInt(there -> different(wanted, there).size()));
      differences.add(
          "%s: no row %s%s"
              .formatted(
                  table,
                  wanted,
                  nearest.map(there -> nearest(wanted, there)).orElse("; no other row is left")));
    }
    Set<String> mentioned =
        expected.stream().flatMap(row -> row.keySet().stream()).collect(Collectors.toSet());
    left.stream()
        .skip(missing.size())
        .forEach(
            row ->
                differences.add(
                    "%s: a row that is not expected: %s"
                        .formatted(table, business(row, mentioned))));
    return differences;
  }

  private String nearest(Map<String, String> wanted, Map<String, String> there) {
    return different(wanted, there).stream()
        .map(column -> column + " = " + there.get(column))
        .collect(Collectors.joining(", ", "; the nearest has ", ""));
  }

  private List<String> different(Map<String, String> wanted, Map<String, String> there) {
    return wanted.keySet().stream()
        .filter(column -> !isSame(wanted.get(column), there.get(column), types.get(column)))
        .toList();
  }

  private static boolean isSame(String wanted, String there, String type) {
    if (wanted == null
        || there == null
        || !isNumber(type)
        || !NUMBER.matcher(wanted).matches()
        || !NUMBER.matcher(there).matches()) {
      return Objects.equals(wanted, there);
    }
    return new BigDecimal(wanted).compareTo(new BigDecimal(there)) == 0;
  }

  private static boolean isNumber(String type) {
    return type.startsWith("numeric") || type.equals("double precision");
  }

  private static Map<String, String> business(Map<String, String> row, Set<String> mentioned) {
    Map<String, String> shown = new LinkedHashMap<>();
    row.forEach(
        (column, value) -> {
          if (mentioned.contains(column) || !column.startsWith("assay_")) {
            shown.put(column, value);
          }
        });
    return shown;
  }

  /** The expected values as PostgreSQL would write them. */
  private Map<String, String> normal(Map<String, Optional<String>> row) throws SQLException {
    Map<String, String> normal = new LinkedHashMap<>();
    for (Map.Entry<String, Optional<String>> column : row.entrySet()) {
      String value = column.getValue().orElse(null);
      normal.put(
          column.getKey(),
          value != null && isJson(types.get(column.getKey())) ? json(value) : value);
    }
    return normal;
  }

  private String json(String text) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("select ?::jsonb::text")) {
      statement.setString(1, text);
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return result.getString(1);
      }
    } catch (SQLException e) {
      if (!"22P02".equals(e.getSQLState())) {
        throw e;
      }
      return text; // no JSON: compared as it is, and shown as a difference
    }
  }
}
