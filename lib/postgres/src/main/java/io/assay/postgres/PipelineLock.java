package io.assay.postgres;

import io.assay.model.AssayException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The session-level advisory lock that lets one instance at a time work on a pipeline. It lives and
 * dies with its connection. Its key is the first eight bytes of the SHA-256 of {@code
 * assay/<pipeline>}.
 */
final class PipelineLock {
  /** A predecessor that was killed a moment ago may hold the lock until the server notices. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private final String pipeline;
  private final long key;

  PipelineLock(String pipeline) {
    this.pipeline = pipeline;
    this.key = key(pipeline);
  }

  static long key(String pipeline) {
    return ByteBuffer.wrap(sha256("assay/" + pipeline)).getLong();
  }

  /**
   * Takes the lock.
   *
   * @throws AssayException (USER) if another instance holds it, naming that
   */
  void take(Connection connection) throws SQLException {
    String bound = setting(connection, "lock_timeout");
    set(connection, "lock_timeout", Long.toString(PATIENCE.toMillis()));
    try (PreparedStatement lock = connection.prepareStatement("select pg_advisory_lock(?)")) {
      lock.setLong(1, key);
      lock.execute();
    } catch (SQLException e) {
      if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
        throw taken(connection);
      }
      throw e;
    }
    set(connection, "lock_timeout", bound);
  }

  private AssayException taken(Connection connection) throws SQLException {
    String holder =
        LockHolder.of(connection, pipeline).map(LockHolder::toString).orElse("another session");
    return new AssayException(
        AssayException.Kind.USER,
        "The pipeline %s is being refined already, by %s. One instance at a time may write: stop that one first, or leave it to its work"
            .formatted(pipeline, holder));
  }

  private static String setting(Connection connection, String name) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("select current_setting(?)")) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }

  private static void set(Connection connection, String name, String value) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select set_config(?, ?, false)")) {
      statement.setString(1, name);
      statement.setString(2, value);
      statement.execute();
    }
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
