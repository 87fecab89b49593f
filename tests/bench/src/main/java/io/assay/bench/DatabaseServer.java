package io.assay.bench;

import io.assay.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A database of the sandbox's PostgreSQL server.
 *
 * @param database its name
 */
record DatabaseServer(Sandbox sandbox, String database) {
  private static final String OWNER_OF_SERVER = "postgres";
  private static final List<String> SETTINGS =
      List.of(
          "server_version",
          "fsync",
          "synchronous_commit",
          "full_page_writes",
          "shared_buffers",
          "max_wal_size",
          "checkpoint_timeout",
          "work_mem");

  Connection connect() throws SQLException {
    return connect(sandbox.user());
  }

  /** Its address, without user and password. */
  String url() {
    return sandbox.postgres().jdbcUrl(database);
  }

  /** All processes of the server. */
  ProcessTree tree() {
    return new ProcessTree(sandbox.postgres().processId());
  }

  /** Writes out what is dirty, so that what was done before is not paid for by what comes. */
  void checkpoint() throws SQLException {
    try (Connection connection = connect(OWNER_OF_SERVER);
        Statement statement = connection.createStatement()) {
      statement.execute("checkpoint");
    }
  }

  /** What a write costs depends on these. */
  Map<String, String> settings() throws SQLException {
    Map<String, String> settings = new LinkedHashMap<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String name : SETTINGS) {
        try (ResultSet row = statement.executeQuery("show " + name)) {
          row.next();
          settings.put(name, row.getString(1));
        }
      }
    }
    return settings;
  }

  private Connection connect(String role) throws SQLException {
    try {
      return DriverManager.getConnection(url(), role, Files.readString(sandbox.passwordFile()));
    } catch (IOException e) {
      throw new BenchException("Cannot read the password in " + sandbox.passwordFile(), e);
    }
  }
}
