package io.assay.cases;

import io.assay.model.AssayException;
import io.assay.model.Environment.Database;
import io.assay.postgres.DatabaseConnector;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An empty database on a server, dropped when it is closed. */
final class ScratchDatabase implements AutoCloseable {
  private static final Pattern URL = Pattern.compile("(jdbc:postgresql://[^/?]+/)[^?]*(.*)");

  private final DatabaseConnector server;
  private final String name;
  private final Database database;

  private ScratchDatabase(Database server, String name, Database database) {
    this.server = new DatabaseConnector(server);
    this.name = name;
    this.database = database;
  }

  /**
   * Makes one.
   *
   * @throws AssayException (USER) if the server's URL has another form than {@code
   *     jdbc:postgresql://host:port/database}; (EXTERNAL) if the server refuses
   */
  static ScratchDatabase on(Database server) {
    Matcher url = URL.matcher(server.url());
    if (!url.matches()) {
      throw new AssayException(
          AssayException.Kind.USER,
          "Cases need a server on which databases can be made, as jdbc:postgresql://host:port/database");
    }
    String name = "assay_case_" + UUID.randomUUID().toString().replace("-", "");
    ScratchDatabase scratch =
        new ScratchDatabase(
            server,
            name,
            new Database(
                url.group(1) + name + url.group(2),
                server.user(),
                server.password(),
                server.schema(),
                server.statementTimeout(),
                server.lockTimeout()));
    scratch.execute("create database " + name);
    return scratch;
  }

  Database database() {
    return database;
  }

  @Override
  public void close() {
    execute("drop database " + name + " with (force)");
  }

  private void execute(String sql) {
    try (Connection connection = server.open("assay/cases");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw server.failure("Cannot " + sql, e);
    }
  }
}
