package io.assay.postgres.schema;

import io.assay.postgres.Identifier;
import io.assay.postgres.SqlState;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What the rows that a table has allow. In a transaction, which it does not break. */
final class StoredRows {
  private final Connection connection;
  private final String schema;

  StoredRows(Connection connection, String schema) {
    this.connection = connection;
    this.schema = schema;
  }

  /** Whether there are any. */
  boolean any(String table) throws SQLException {
    return exists(table, "true");
  }

  /** Whether one has no value in the column. */
  boolean anyWithout(String table, String column) throws SQLException {
    return exists(table, Identifier.quote(column) + " is null");
  }

  /** Whether every value is the same when it is turned into the type and back. */
  boolean allFit(String table, String column, String is, String type) throws SQLException {
    String name = Identifier.quote(column);
    Savepoint before = connection.setSavepoint();
    try {
      boolean fit = !exists(table, "%s::%s::%s is distinct from %1$s".formatted(name, type, is));
      connection.releaseSavepoint(before);
      return fit;
    } catch (SQLException e) {
      if (SqlState.of(e).isUnfitValue()) {
        connection.rollback(before);
        return false;
      }
      throw e;
    }
  }

  /** Which of the symbols stand in the column. */
  List<String> having(String table, String column, SymbolConstraint constraint, Set<String> symbols)
      throws SQLException {
    String name = Identifier.quote(column);
    List<String> found = new ArrayList<>();
    for (String symbol : symbols) {
      String literal = Identifier.literal(symbol);
      if (exists(
          table,
          constraint.array() ? literal + " = any (" + name + ")" : name + "::text = " + literal)) {
        found.add(symbol);
      }
    }
    return found;
  }

  /** Whether a value in the column is none that the constraint allows. */
  boolean anyOther(String table, String column, SymbolConstraint constraint) throws SQLException {
    String value = Identifier.quote(column) + (constraint.array() ? "::text[]" : "::text");
    return exists(table, "not (" + constraint.condition(value) + ")");
  }

  private boolean exists(String table, String condition) throws SQLException {
    String query =
        "select exists (select from %s where %s)"
            .formatted(Identifier.qualified(schema, table), condition);
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getBoolean(1);
    }
  }
}
