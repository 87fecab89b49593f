package io.assay.postgres;

import io.assay.postgres.staging.StagingLayout;
import io.assay.postgres.staging.StagingTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The one connection of a run that writes: set up for the batch's transaction, and the holder of
 * the pipeline's lock.
 */
final class RunSession implements AutoCloseable {
  /**
   * How long the server is asked whether the connection still works; also how long it may take to
   * notice a dead driver.
   */
  private static final int ALIVE_SECONDS = 5;

  private static final List<String> SETTINGS =
      List.of(
          // Batches differ by orders of magnitude, so a plan is made for each.
          "set plan_cache_mode = force_custom_plan",
          // One session sorts whole batches.
          "set work_mem = '64MB'",
          // A driver that died must not keep the lock for hours.
          "set tcp_keepalives_idle = 15",
          "set tcp_keepalives_interval = 5",
          "set tcp_keepalives_count = 3",
          "select set_config(name, '1s', false) from pg_settings where name = 'client_connection_check_interval' and version() like '%linux%'");

  private final Connection connection;
  private final DatabaseConnector connector;

  RunSession(DatabaseConnector connector, String applicationName) throws SQLException {
    this.connector = connector;
    this.connection = connector.open(applicationName);
    try (Statement statement = connection.createStatement()) {
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      for (String setting : SETTINGS) {
        statement.execute(setting);
      }
    } catch (SQLException e) {
      try (connection) {
        throw e;
      }
    }
  }

  Connection connection() {
    return connection;
  }

  boolean isConnected() {
    try {
      return connection.isValid(ALIVE_SECONDS);
    } catch (SQLException e) {
      throw connector.failure("Cannot ask whether the connection works", e);
    }
  }

  /** What is done in a transaction. */
  @FunctionalInterface
  interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  /** Does the work and commits if it gives something, or else rolls back. */
  <T> Optional<T> inTransactionIf(Work<Optional<T>> work) throws SQLException {
    AtomicBoolean done = new AtomicBoolean();
    return transaction(
        open -> {
          Optional<T> result = work.run(open);
          done.set(result.isPresent());
          return result;
        },
        open -> {
          if (done.get()) {
            open.commit();
          } else {
            open.rollback();
          }
        });
  }

  /** Does the work and rolls it back. */
  <T> T rolledBack(Work<T> work) throws SQLException {
    return transaction(work, Connection::rollback);
  }

  /** How a transaction ends if nothing fails. */
  @FunctionalInterface
  private interface Ending {
    void end(Connection connection) throws SQLException;
  }

  private <T> T transaction(Work<T> work, Ending ending) throws SQLException {
    connection.setAutoCommit(false);
    try {
      T result = work.run(connection);
      ending.end(connection);
      connection.setAutoCommit(true);
      return result;
    } catch (SQLException | RuntimeException e) {
      rollBack(e);
      throw e;
    }
  }

  void createStaging(StagingLayout staging) throws SQLException {
    List<String> statements = new ArrayList<>();
    for (StagingTable table : staging.tables()) {
      statements.add(table.drop());
      statements.add(table.create());
    }
    execute(String.join(";\n", statements));
  }

  void dropStaging(StagingLayout staging) throws SQLException {
    execute(String.join(";\n", staging.tables().stream().map(StagingTable::drop).toList()));
  }

  void truncate(List<String> tables) throws SQLException {
    if (!tables.isEmpty()) {
      execute("truncate " + String.join(", ", tables));
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void rollBack(Exception failure) {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  /** Closes a connection that may be lost already. */
  void abandon() throws SQLException {
    connection.abort(Runnable::run);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
