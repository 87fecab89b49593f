package io.assay.postgres.schema;

import io.assay.postgres.DatabaseConnector;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * One transaction that makes tables. Those of all pipelines come one after the other, since
 * PostgreSQL's {@code if not exists} does not stand two at once.
 */
final class SchemaTransaction {
  private static final long LOCK = 0x6173_7361_7901L;

  private SchemaTransaction() {}

  /** What is done in it. */
  interface Work {
    void run(Connection connection) throws SQLException;
  }

  /**
   * Does the work and commits, or rolls back. The connection's auto-commit is afterwards as before.
   *
   * @param what such as {@code "Cannot create the ledger"}
   */
  static void run(Connection connection, DatabaseConnector connector, String what, Work work) {
    try {
      boolean autoCommit = connection.getAutoCommit();
      connection.setAutoCommit(false);
      try {
        lock(connection);
        work.run(connection);
        connection.commit();
        connection.setAutoCommit(autoCommit);
      } catch (SQLException | RuntimeException e) {
        rollBack(connection, autoCommit, e);
        throw e;
      }
    } catch (SQLException e) {
      throw connector.failure(what, e);
    }
  }

  private static void lock(Connection connection) throws SQLException {
    try (PreparedStatement lock = connection.prepareStatement("select pg_advisory_xact_lock(?)")) {
      lock.setLong(1, LOCK);
      lock.execute();
    }
  }

  private static void rollBack(Connection connection, boolean autoCommit, Exception failure) {
    try {
      connection.rollback();
      connection.setAutoCommit(autoCommit);
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }
}
