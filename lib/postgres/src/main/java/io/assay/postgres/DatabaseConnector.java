package io.assay.postgres;

import io.assay.model.AssayException;
import io.assay.model.Environment;
import io.assay.model.Secret;
import java.io.Serializable;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Opens connections to the target database, and tells failures of it in the suite's terms. The
 * password is read from where it is kept at every connection, and nowhere else. Immutable; goes to
 * executors with the staging layout.
 */
public final class DatabaseConnector implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /**
   * How much longer than a statement's own bound the socket waits, so that the server's answer
   * comes first.
   */
  private static final Duration SOCKET_MARGIN = Duration.ofSeconds(30);

  private static final int MOST_CAUSES = 20;

  private final String url;
  private final String user;
  private final Secret password; // null where there is none: Optional cannot be serialized
  private final Duration statementTimeout;
  private final Duration lockTimeout;

  public DatabaseConnector(Environment.Database database) {
    this.url = database.url();
    this.user = database.user();
    this.password = database.password().orElse(null);
    this.statementTimeout = database.statementTimeout();
    this.lockTimeout = database.lockTimeout();
  }

  /**
   * A new connection: time zone UTC, the environment's bounds for statements and locks, auto-commit
   * on. What it asks the server fails when no answer comes within the bound of a statement and half
   * a minute.
   *
   * @param applicationName what {@code pg_stat_activity} shows; the server cuts it to 63 bytes
   * @throws AssayException (EXTERNAL) if the server cannot be reached or refuses; (USER) if the url
   *     or the secret is at fault
   */
  public Connection open(String applicationName) {
    PGSimpleDataSource source = source();
    source.setUser(user);
    if (password != null) {
      source.setPassword(password.reveal());
    }
    source.setApplicationName(applicationName);
    source.setConnectTimeout((int) CONNECT_TIMEOUT.toSeconds());
    source.setSocketTimeout((int) statementTimeout.plus(SOCKET_MARGIN).toSeconds());
    source.setTcpKeepAlive(true);
    source.setReWriteBatchedInserts(true);
    source.setLogServerErrorDetail(false);
    try {
      return settled(source.getConnection());
    } catch (SQLException e) {
      throw failure("Cannot connect as " + user, e);
    }
  }

  /** Host, port and database: what a message may show. */
  public String server() {
    PGSimpleDataSource source = source();
    StringBuilder server = new StringBuilder();
    for (int i = 0; i < source.getServerNames().length; i++) {
      server.append(i == 0 ? "" : ",").append(source.getServerNames()[i]);
      server
          .append(':')
          .append(source.getPortNumbers()[i] == 0 ? 5432 : source.getPortNumbers()[i]);
    }
    return server.append('/').append(source.getDatabaseName()).toString();
  }

  /**
   * A failure of the database as one of the suite: what failed, the server, its message without the
   * values at fault, and what to do.
   *
   * @param what such as {@code "Cannot create the table item"}
   */
  public AssayException failure(String what, SQLException cause) {
    SqlState state = SqlState.of(cause);
    String message =
        "%s (PostgreSQL %s, SQLSTATE %s): %s. %s."
            .formatted(what, server(), state, said(state, cause), remedy(state));
    return new AssayException(state.kind(), message, state.mayQuote() ? silenced(cause) : cause);
  }

  /** The driver does not tell by a type whether it was TLS that failed. */
  private String remedy(SqlState state) {
    return state.isUnreachable() && source().getSslMode() != null
        ? state.remedy()
            + "; for TLS also that sslrootcert in the url has the authority of the server's certificate, and the certificate the name of the host"
        : state.remedy();
  }

  private PGSimpleDataSource source() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    try {
      source.setURL(url);
    } catch (IllegalArgumentException e) {
      throw new AssayException(
          AssayException.Kind.USER,
          "Not the URL of a PostgreSQL database. Write jdbc:postgresql://host:port/database");
    }
    return source;
  }

  private Connection settled(Connection connection) throws SQLException {
    String settings =
        "select set_config('TimeZone', 'UTC', false), set_config('statement_timeout', ?, false),"
            + " set_config('lock_timeout', ?, false)";
    try (PreparedStatement statement = connection.prepareStatement(settings)) {
      statement.setString(1, Long.toString(statementTimeout.toMillis()));
      statement.setString(2, Long.toString(lockTimeout.toMillis()));
      statement.execute();
      return connection;
    } catch (SQLException e) {
      try (connection) {
        throw e;
      }
    }
  }

  /** The server's own message, unless it may quote a value; never its detail, which shows rows. */
  private static String said(SqlState state, SQLException cause) {
    if (state.mayQuote()) {
      return state.isUnfitValue()
          ? "a value does not fit the type of its column"
          : "a trigger or function of the database refuses it";
    }
    if (causedByUnknownHost(cause)) {
      return "the name of its host is not known";
    }
    String message = cause.getMessage();
    if (cause instanceof PSQLException failure) {
      ServerErrorMessage answer = failure.getServerErrorMessage();
      message = answer == null || answer.getMessage() == null ? message : answer.getMessage();
    }
    return message == null
        ? cause.getClass().getSimpleName()
        : message.replaceFirst("[.\\s]+$", "");
  }

  /** The driver itself says no more than that it could not connect. */
  private static boolean causedByUnknownHost(SQLException failure) {
    return Stream.iterate((Throwable) failure, Objects::nonNull, Throwable::getCause)
        .limit(MOST_CAUSES)
        .anyMatch(UnknownHostException.class::isInstance);
  }

  /** The failure without its message; the stack trace stays. */
  private static SQLException silenced(SQLException cause) {
    SQLException silent = new SQLException("SQLSTATE " + cause.getSQLState(), cause.getSQLState());
    silent.setStackTrace(Arrays.copyOf(cause.getStackTrace(), cause.getStackTrace().length));
    return silent;
  }
}
