package io.assay.tests;

import io.assay.tests.oracle.Expectation.TopicCounts;
import java.io.IOException;
import java.net.InetAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Asks the ledger by plain SQL, as a user would. */
final class Ledger {
  private Ledger() {}

  /** Whether there is a ledger. */
  static boolean exists(Connection connection) throws SQLException {
    return number(
            connection,
            "select count(*) from pg_tables where schemaname = 'assay' and tablename = 'batch'")
        == 1;
  }

  /** How many batches were committed. */
  static long batches(Connection connection) throws SQLException {
    return number(connection, "select count(*) from assay.batch");
  }

  /** What became of the records of a topic; each counts once. */
  static TopicCounts counts(Connection connection, String pipeline, String topic)
      throws SQLException {
    String query =
        """
        select coalesce(sum(raw) filter (where source <> 'held'), 0), coalesce(sum(quarantined), 0), coalesce(sum(filtered), 0),
          (select count(*) from assay.held h where h.pipeline = ? and h.topic = ?), coalesce(sum(applied + superseded), 0)
        from assay.batch_topic join assay.batch using (batch_id)
        where pipeline = ? and topic = ?
        """;
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, pipeline);
      statement.setString(2, topic);
      statement.setString(3, pipeline);
      statement.setString(4, topic);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return new TopicCounts(
            row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5));
      }
    }
  }

  /** The one number that a query gives. */
  static long number(Connection connection, String query) throws SQLException {
    return Long.parseLong(text(connection, query));
  }

  /** The one value that a query gives, as text. */
  static String text(Connection connection, String query) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query);
        ResultSet row = statement.executeQuery()) {
      if (!row.next()) {
        throw new IllegalStateException("Nothing: " + query);
      }
      return row.getString(1);
    }
  }

  /** The name of this machine, as runs have it. */
  static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (IOException e) {
      throw new IllegalStateException("This machine has no name", e);
    }
  }
}
