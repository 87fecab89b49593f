package io.assay.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The PostgreSQL server of a test run: started for the first test that needs it, stopped after the
 * last. Its role {@code assay} is no superuser, as in production, and may create databases.
 */
final class TestServer implements ExtensionContext.Store.CloseableResource, AutoCloseable {
  static final String ROLE = "assay";

  private final EmbeddedPostgres server;

  private TestServer() {
    try {
      server =
          EmbeddedPostgres.builder()
              .setServerConfig("max_connections", "60")
              .setServerConfig("fsync", "off") // hundreds of databases; no test crashes the machine
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    administer("create role " + ROLE + " login createdb");
  }

  static TestServer of(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.GLOBAL)
        .getOrComputeIfAbsent(TestServer.class, key -> new TestServer(), TestServer.class);
  }

  String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + database;
  }

  /** Runs statements as the superuser, each on its own. */
  void administer(String... statements) {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
