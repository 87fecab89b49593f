package io.assay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxTest {
  @TempDir static Path directory;

  private static Sandbox sandbox;

  @BeforeAll
  static void start() {
    sandbox = Sandbox.start(directory);
  }

  @AfterAll
  static void close() {
    sandbox.close();
  }

  @Test
  void thePasswordIsInAFileForItsOwnerOnly() throws Exception {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(sandbox.passwordFile())))
        .isEqualTo("rw-------");
    assertThat(Files.readString(sandbox.environmentFile()))
        .contains(sandbox.bootstrapServers(), sandbox.jdbcUrl(), sandbox.passwordFile().toString())
        .doesNotContain(Files.readString(sandbox.passwordFile()));
  }

  @Test
  void aWrongPasswordIsRefused() {
    assertThatThrownBy(
            () -> DriverManager.getConnection(sandbox.jdbcUrl(), sandbox.user(), "wrong"))
        .isInstanceOfSatisfying(
            SQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo("28P01"));
  }

  @Test
  void theDatabaseSyncs() throws Exception {
    assertThat(query("SELECT current_setting('fsync')")).isEqualTo("on");
    assertThat(query("SELECT current_setting('synchronous_commit')")).isEqualTo("on");
    assertThat(query("SELECT current_setting('full_page_writes')")).isEqualTo("on");
  }

  @Test
  void aSecondSandboxInTheDirectoryIsRefused() {
    assertThatThrownBy(() -> Sandbox.start(directory))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining(directory.toString());
  }

  @Test
  void theDatabaseKeepsWhatWasCommittedBeforeItWasKilled() throws Exception {
    update("CREATE TABLE kept (n int)");
    update("INSERT INTO kept SELECT generate_series(1, 1000)");
    sandbox.postgres().kill();
    assertThatThrownBy(() -> query("SELECT 1")).isInstanceOf(SQLException.class);
    sandbox.postgres().restart();
    assertThat(query("SELECT count(*) FROM kept")).isEqualTo("1000");
  }

  @Test
  void aFreshEnvironmentHasAnEmptyDatabaseOfItsOwn() throws Exception {
    Path environment = sandbox.freshEnvironment("first");
    assertThat(Files.readString(environment))
        .contains(sandbox.postgres().jdbcUrl("first"), "lake-first");
    String url = sandbox.postgres().jdbcUrl("first");
    try (Connection connection = connect(url);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t ()");
      sandbox.freshEnvironment("first");
    }
    try (Connection connection = connect(url);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t ()");
    }
  }

  private static String query(String sql) throws Exception {
    try (Connection connection = sandbox.postgres().connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static void update(String sql) throws Exception {
    try (Connection connection = sandbox.postgres().connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Connection connect(String url) throws Exception {
    return DriverManager.getConnection(
        url, sandbox.user(), Files.readString(sandbox.passwordFile()));
  }
}
