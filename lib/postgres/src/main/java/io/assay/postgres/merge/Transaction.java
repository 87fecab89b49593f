package io.assay.postgres.merge;

import io.assay.postgres.SqlState;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;

/**
 * The batch's transaction as its steps see it: runs statements, and fills in the attempts and the
 * ledger's number of the batch. Not thread-safe.
 */
final class Transaction {
  private static final int FETCH_SIZE = 10_000;

  private final Connection connection;
  private final List<Long> attempts;
  private final Array attemptArray;
  private long batch;

  Transaction(Connection connection, List<Long> attempts) throws SQLException {
    this.connection = connection;
    this.attempts = attempts;
    this.attemptArray = connection.createArrayOf("int8", attempts.toArray());
  }

  /** Reads one row of a result. */
  @FunctionalInterface
  interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Does something with one row of a result. */
  @FunctionalInterface
  interface RowAction {
    void accept(ResultSet row) throws SQLException;
  }

  void numbered(long ledgerNumber) {
    this.batch = ledgerNumber;
  }

  long batch() {
    return batch;
  }

  Array array(String type, List<?> values) throws SQLException {
    return connection.createArrayOf(type, values.toArray());
  }

  /** Runs a statement and gives the number of rows that it changed. */
  long update(Sql sql) throws SQLException {
    try (PreparedStatement statement = prepare(sql)) {
      return statement.executeLargeUpdate();
    }
  }

  /**
   * Tries a statement. If it fails with a SQLSTATE or does not change as many rows as wanted, it
   * has done nothing, and the transaction goes on.
   *
   * @return how many rows it changed; empty if it has done nothing
   */
  OptionalLong attempt(Sql sql, String state, LongPredicate wanted) throws SQLException {
    Savepoint before = connection.setSavepoint();
    try {
      long changed = update(sql);
      if (wanted.test(changed)) {
        connection.releaseSavepoint(before);
        return OptionalLong.of(changed);
      }
    } catch (SQLException e) {
      if (!SqlState.of(e).code().equals(state)) {
        throw e;
      }
    }
    connection.rollback(before);
    connection.releaseSavepoint(before); // or all that follows would belong to it
    return OptionalLong.empty();
  }

  /** Runs a statement that holds a user's text and gives the number of rows that it changed. */
  long updateInlined(Sql sql) throws SQLException {
    try (Statement statement = unprepared()) {
      return statement.executeLargeUpdate(sql.inlined(attemptsText(), batch));
    }
  }

  long update(String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, parameters);
      return statement.executeLargeUpdate();
    }
  }

  <T> List<T> query(Sql sql, RowReader<T> reader) throws SQLException {
    try (PreparedStatement statement = prepare(sql)) {
      return read(statement.executeQuery(), reader);
    }
  }

  /** Has PostgreSQL plan a statement that holds a user's text. */
  void explainInlined(Sql sql) throws SQLException {
    try (Statement statement = unprepared()) {
      statement.execute("explain " + sql.inlined(attemptsText(), batch));
    }
  }

  /** Streams the rows of a statement that holds a user's text. */
  void forEachInlined(Sql sql, RowAction action) throws SQLException {
    try (Statement statement = unprepared()) {
      statement.setFetchSize(FETCH_SIZE);
      try (ResultSet rows = statement.executeQuery(sql.inlined(attemptsText(), batch))) {
        while (rows.next()) {
          action.accept(rows);
        }
      }
    }
  }

  <T> List<T> query(String sql, RowReader<T> reader, Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, parameters);
      return read(statement.executeQuery(), reader);
    }
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private PreparedStatement prepare(Sql sql) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql.prepared());
    int position = 1;
    for (String parameter : sql.parameters()) {
      if (parameter.equals(Sql.ATTEMPTS)) {
        statement.setArray(position++, attemptArray);
      } else {
        statement.setLong(position++, batch);
      }
    }
    return statement;
  }

  private Statement unprepared() throws SQLException {
    Statement statement = connection.createStatement();
    statement.setEscapeProcessing(false);
    return statement;
  }

  private String attemptsText() {
    return attempts.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
  }

  private static void bind(PreparedStatement statement, Object... parameters) throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
  }

  private static <T> List<T> read(ResultSet rows, RowReader<T> reader) throws SQLException {
    try (rows) {
      List<T> found = new ArrayList<>();
      while (rows.next()) {
        found.add(reader.read(rows));
      }
      return found;
    }
  }
}
