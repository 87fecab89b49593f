package io.assay.flow.refine;

import io.assay.model.Environment;
import io.assay.model.Secret;
import io.assay.sandbox.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.postgresql.ds.PGSimpleDataSource;

/** A database of its own on the one server of the tests of this module. */
public final class TestPostgres {
  private static final Path DIRECTORY = directory();
  private static final PostgresServer SERVER = start();

  private final Environment.Database database;

  private TestPostgres(Environment.Database database) {
    this.database = database;
  }

  public static TestPostgres fresh() {
    String url = SERVER.createDatabase("t" + UUID.randomUUID().toString().replace("-", ""));
    return new TestPostgres(
        new Environment.Database(
            url,
            SERVER.user(),
            Optional.of(new Secret.FromFile(SERVER.passwordFile().toString())),
            "public",
            Duration.ofMinutes(1),
            Duration.ofSeconds(10)));
  }

  static PostgresServer server() {
    return SERVER;
  }

  /** Where the server's data are. */
  static Path data() {
    return DIRECTORY.resolve("data");
  }

  public Environment.Database database() {
    return database;
  }

  /** Each row as its values joined by a bar. */
  public List<String> rows(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          row.append(i == 1 ? "" : "|").append(rows.getString(i));
        }
        found.add(row.toString());
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  void execute(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Does something as the superuser, from another database. */
  void administer(String sql) {
    try (Connection connection = connect(SERVER.jdbcUrl("postgres"), "postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same database, with other bounds for statements and locks. */
  Environment.Database bounded(Duration statement, Duration lock) {
    return new Environment.Database(
        database.url(), database.user(), database.password(), "public", statement, lock);
  }

  /** Does something in a transaction that stays open. */
  Held hold(String sql) {
    try {
      Connection connection = connect();
      connection.setAutoCommit(false);
      Held held = new Held(connection);
      held.execute(sql);
      return held;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A transaction that is open; closing rolls it back. */
  record Held(Connection connection) implements AutoCloseable {
    private void execute(String sql) throws SQLException {
      try (Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }

    /** Does something more, and commits. */
    void commitWith(String sql) throws SQLException {
      execute(sql);
      connection.commit();
    }

    @Override
    public void close() {
      try {
        connection.close();
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** The database as it is now, as a backup would bring it back. Nobody may be connected to it. */
  TestPostgres copy() {
    TestPostgres copy = fresh();
    String name = name(copy);
    TestPostgres beside = fresh();
    beside.execute("drop database " + name);
    beside.execute("create database %s template %s".formatted(name, name(this)));
    return copy;
  }

  /** The database's own name. */
  String name() {
    return name(this);
  }

  private static String name(TestPostgres postgres) {
    String url = postgres.database().url();
    return url.substring(url.lastIndexOf('/') + 1).replaceFirst("\\?.*", "");
  }

  private Connection connect() throws SQLException {
    return connect(database.url(), database.user());
  }

  private Connection connect(String url, String user) throws SQLException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(url);
    source.setUser(user);
    source.setPassword(database.password().orElseThrow().reveal());
    return source.getConnection();
  }

  private static Path directory() {
    try {
      return Files.createTempDirectory("assay-flow-postgres");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PostgresServer start() {
    PostgresServer server = PostgresServer.start(DIRECTORY);
    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    return server;
  }
}
