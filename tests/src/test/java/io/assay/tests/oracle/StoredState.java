package io.assay.tests.oracle;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the database holds: the tables of the pipeline {@code manufacturing}, its quarantine, and
 * what is held.
 */
public final class StoredState {
  /** The tables and their keys. */
  static final Map<String, List<String>> TABLES =
      Map.of(
          "raw_material", List.of("name"),
          "part", List.of("part_id"),
          "item", List.of("item_id"),
          "process", List.of("name"),
          "machine", List.of("machine_id"),
          "sub_assembly", List.of("assembly_id"),
          "assembly", List.of("sub_assembly_id", "sub_machine_id"));

  static final Comparator<List<String>> KEY_ORDER = Comparator.comparing(List::toString);

  private static final String STUB = "assay_stub";
  private static final String PIPELINE = "manufacturing";

  private final Map<String, Map<List<String>, Row>> tables = new HashMap<>();
  private final Map<Coordinates, Set<String>> quarantined = new TreeMap<>();
  private final Set<Coordinates> held = new TreeSet<>();

  /**
   * A row as it is.
   *
   * @param values the business columns as text; of the stamps only whether the row is a stub
   */
  record Row(Map<String, String> values, Coordinates at, Set<String> warnings) {}

  private StoredState() {}

  /** Reads everything, in one snapshot if the connection is in a transaction that has one. */
  public static StoredState read(Connection connection, String schema) throws SQLException {
    StoredState state = new StoredState();
    for (String table : TABLES.keySet()) {
      state.readTable(connection, schema, table);
    }
    state.readQuarantine(connection);
    state.readHeld(connection);
    return state;
  }

  Map<List<String>, Row> rows(String table) {
    return tables.get(table);
  }

  Map<Coordinates, Set<String>> quarantined() {
    return quarantined;
  }

  Set<Coordinates> held() {
    return held;
  }

  private void readTable(Connection connection, String schema, String table) throws SQLException {
    Map<List<String>, Row> rows = new TreeMap<>(KEY_ORDER);
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("select * from \"" + schema + "\".\"" + table + "\"")) {
      while (result.next()) {
        Row row = row(result);
        rows.put(TABLES.get(table).stream().map(row.values()::get).toList(), row);
      }
    }
    tables.put(table, rows);
  }

  private static Row row(ResultSet result) throws SQLException {
    Map<String, String> values = new TreeMap<>();
    ResultSetMetaData columns = result.getMetaData();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      String name = columns.getColumnName(i);
      if (name.equals(STUB)) {
        values.put(name, Boolean.toString(result.getBoolean(i)));
      } else if (!name.startsWith("assay_")) {
        values.put(name, result.getString(i));
      }
    }
    Set<String> warnings = new TreeSet<>();
    Array stamped = result.getArray("assay_warnings");
    if (stamped != null) {
      warnings.addAll(List.of((String[]) stamped.getArray()));
    }
    Coordinates at =
        new Coordinates(
            result.getString("assay_topic"),
            result.getInt("assay_partition"),
            result.getLong("assay_offset"));
    return new Row(values, at, warnings);
  }

  private void readQuarantine(Connection connection) throws SQLException {
    String query =
        """
        select q.topic, q.partition, q.record_offset, f.rule
        from assay.quarantine q
        left join assay.finding f on f.pipeline = q.pipeline and f.topic = q.topic and f.partition = q.partition
          and f.record_offset = q.record_offset and f.severity = 'reject'
        where q.pipeline = ? and q.state = 'open'
        """;
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, PIPELINE);
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          Set<String> rules = quarantined.computeIfAbsent(at(result), at -> new TreeSet<>());
          if (result.getString(4) != null) {
            rules.add(result.getString(4));
          }
        }
      }
    }
  }

  private void readHeld(Connection connection) throws SQLException {
    String query = "select topic, partition, record_offset from assay.held where pipeline = ?";
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, PIPELINE);
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          held.add(at(result));
        }
      }
    }
  }

  private static Coordinates at(ResultSet result) throws SQLException {
    return new Coordinates(result.getString(1), result.getInt(2), result.getLong(3));
  }
}
