package io.assay.postgres;

import io.assay.model.Environment;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * An empty PostgreSQL database for every test: {@code @RegisterExtension final TestDatabase
 * database = new TestDatabase();}. After a test that passed, a {@link LeakCheck} fails it if it
 * left sessions, staging tables or locks behind.
 */
public final class TestDatabase implements BeforeEachCallback, AfterEachCallback {
  /** The role of the jobs. */
  public static final String ROLE = TestServer.ROLE;

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private TestServer server;
  private String name;

  @Override
  public void beforeEach(ExtensionContext context) {
    server = TestServer.of(context);
    name = "test_" + NUMBER.incrementAndGet();
    server.administer("create database " + name + " owner " + TestServer.ROLE);
  }

  @Override
  public void afterEach(ExtensionContext context) throws SQLException {
    try {
      if (context.getExecutionException().isEmpty()) {
        new LeakCheck(this, LeakCheck.GRACE).run();
      }
    } finally {
      server.administer("drop database " + name + " with (force)");
    }
  }

  /**
   * The database as an environment names it; the tables of pipelines go to the schema {@code
   * public}.
   */
  public Environment.Database environment() {
    return environment("public");
  }

  /** The database as an environment names it. */
  public Environment.Database environment(String schema) {
    return new Environment.Database(
        server.url(name),
        TestServer.ROLE,
        Optional.empty(),
        schema,
        Duration.ofSeconds(60),
        Duration.ofSeconds(10));
  }

  /** The database's own name. */
  public String name() {
    return name;
  }

  /** A connection as the role of the jobs; the caller closes it. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(
        server.url(name) + "?ApplicationName=test", TestServer.ROLE, "");
  }

  /** Runs statements as the role of the jobs, each on its own. */
  public void execute(String... statements) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs statements as the superuser, in the server's own database, each on its own. */
  public void administer(String... statements) {
    server.administer(statements);
  }

  /** The rows of a query as text, null as null. */
  public List<List<String>> rows(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<List<String>> rows = new ArrayList<>();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(result.getString(i));
        }
        rows.add(row);
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The rows, the values of each joined by blanks. */
  public List<String> joined(String sql) {
    return rows(sql).stream().map(row -> String.join(" ", row)).toList();
  }

  /** The first column of a query's rows as text. */
  public List<String> column(String sql) {
    return rows(sql).stream().map(row -> row.get(0)).toList();
  }

  /** The only value of a query as text. */
  public String value(String sql) {
    return rows(sql).get(0).get(0);
  }
}
