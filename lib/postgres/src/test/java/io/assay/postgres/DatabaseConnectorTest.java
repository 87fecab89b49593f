package io.assay.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.assay.model.AssayException;
import io.assay.model.AssayException.Kind;
import io.assay.model.Environment;
import io.assay.model.Secret;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class DatabaseConnectorTest {
  @RegisterExtension final TestDatabase database = new TestDatabase();
  @TempDir Path directory;

  @Test
  void opensSessionsInUtcWithTheBoundsOfTheEnvironment() throws Exception {
    try (Connection connection = connector().open("assay/test/1")) {
      assertThat(value(connection, "show timezone")).isEqualTo("UTC");
      assertThat(value(connection, "show datestyle")).startsWith("ISO");
      assertThat(value(connection, "show statement_timeout")).isEqualTo("1min");
      assertThat(value(connection, "show lock_timeout")).isEqualTo("10s");
      assertThat(value(connection, "show application_name")).isEqualTo("assay/test/1");
      assertThat(connection.getAutoCommit()).isTrue();
    }
  }

  @Test
  void keepsTheBoundsAfterARollback() throws Exception {
    try (Connection connection = connector().open("test-session")) {
      connection.setAutoCommit(false);
      value(connection, "select 1");
      connection.rollback();

      assertThat(value(connection, "show statement_timeout")).isEqualTo("1min");
      connection.rollback();
    }
  }

  @Test
  void tellsAServerThatDoesNotAnswerFromOneThatRefuses() throws Exception {
    int port = freePort();
    assertFailure(
        at("jdbc:postgresql://127.0.0.1:" + port + "/assay"),
        Kind.EXTERNAL,
        "Cannot connect as assay (PostgreSQL 127.0.0.1:" + port + "/assay, SQLSTATE 08001)",
        "Check that the server runs and can be reached from this host, and the url of the database.");
    assertFailure(
        at("jdbc:postgresql://127.0.0.1:" + port + "/assay?sslmode=verify-full"),
        Kind.EXTERNAL,
        "SQLSTATE 08001",
        "for TLS also that sslrootcert in the url");
    assertFailure(
        at("jdbc:postgresql://no-such-host.invalid/assay"),
        Kind.EXTERNAL,
        "(PostgreSQL no-such-host.invalid:5432/assay, SQLSTATE 08001)",
        "the name of its host is not known. Check that the server runs");
    String server = database.environment().url().replaceAll("[^/]*$", "");
    assertFailure(at(server + "nothing"), Kind.EXTERNAL, "SQLSTATE 3D000", "Create the database");
  }

  @Test
  void tellsARoleThatTheServerRefuses() {
    Environment.Database known = database.environment();
    Environment.Database unknown =
        new Environment.Database(
            known.url(),
            "nobody",
            known.password(),
            known.schema(),
            known.statementTimeout(),
            known.lockTimeout());

    assertFailure(
        unknown,
        Kind.EXTERNAL,
        "Cannot connect as nobody",
        "SQLSTATE 28000",
        "Check the user and the secret");
  }

  @Test
  void refusesAUrlThatIsNotOfPostgresWithoutShowingIt() {
    assertFailure(
        at("jdbc:mysql://root:hunter2@host/db"),
        Kind.USER,
        "Not the URL of a PostgreSQL database. Write jdbc:postgresql://host:port/database");
    assertThatThrownBy(
            () ->
                new DatabaseConnector(at("jdbc:mysql://root:hunter2@host/db")).open("test-session"))
        .satisfies(failure -> assertThat(trace(failure)).doesNotContain("hunter2"));
  }

  @Test
  void readsTheSecretForEachConnectionAndNeverShowsIt() throws Exception {
    Path file = directory.resolve("password");
    Environment.Database known = database.environment();
    Environment.Database guarded =
        new Environment.Database(
            "jdbc:postgresql://127.0.0.1:" + freePort() + "/assay?password=hunter2",
            known.user(),
            Optional.of(new Secret.FromFile(file.toString())),
            known.schema(),
            known.statementTimeout(),
            known.lockTimeout());
    DatabaseConnector connector = new DatabaseConnector(guarded);

    assertThatThrownBy(() -> connector.open("test-session"))
        .hasMessageContaining("Secret not found: cannot read the file");
    Files.writeString(file, "hunter2\n");

    AssayException failure =
        catchThrowableOfType(AssayException.class, () -> connector.open("test-session"));
    assertThat(trace(failure)).contains("SQLSTATE 08001").doesNotContain("hunter2");
  }

  @Test
  void namesTheServerWithoutCredentials() {
    assertThat(new DatabaseConnector(at("jdbc:postgresql://a,b:6432/plant?ssl=true")).server())
        .isEqualTo("a:5432,b:6432/plant");
  }

  @Test
  void tellsAStatementThatTakesTooLong() throws Exception {
    Environment.Database hasty = bounded(Duration.ofMillis(100), Duration.ofSeconds(10));
    try (Connection connection = new DatabaseConnector(hasty).open("test-session")) {
      assertThat(failure(connection, "select pg_sleep(30)"))
          .hasMessageContaining("SQLSTATE 57014")
          .hasMessageContaining("raise statement-timeout")
          .extracting(AssayException::kind)
          .isEqualTo(Kind.EXTERNAL);
    }
  }

  @Test
  void tellsALockThatIsNotToBeHad() throws Exception {
    database.execute("create table busy (id int)");
    Environment.Database hasty = bounded(Duration.ofSeconds(10), Duration.ofMillis(100));
    try (Connection holder = database.connect();
        Connection connection = new DatabaseConnector(hasty).open("test-session")) {
      holder.setAutoCommit(false);
      execute(holder, "lock table busy");

      assertThat(failure(connection, "select * from busy"))
          .hasMessageContaining("SQLSTATE 55P03")
          .hasMessageContaining("see pg_locks, or raise lock-timeout")
          .extracting(AssayException::kind)
          .isEqualTo(Kind.EXTERNAL);
      holder.rollback();
    }
  }

  @Test
  void tellsAReadOnlyServerAndMissingRights() throws Exception {
    database.execute("create table item (id int)", "revoke all on item from " + TestDatabase.ROLE);
    try (Connection connection = connector().open("test-session")) {
      assertThat(failure(connection, "select * from item").kind()).isEqualTo(Kind.EXTERNAL);
      execute(connection, "set default_transaction_read_only = on");
      assertThat(failure(connection, "create table other (id int)"))
          .hasMessageContaining("SQLSTATE 25006")
          .hasMessageContaining("point the url at the primary")
          .extracting(AssayException::kind)
          .isEqualTo(Kind.EXTERNAL);
    }
  }

  @Test
  void tellsASessionThatWasEnded() throws Exception {
    try (Connection connection = connector().open("test-session")) {
      int pid = Integer.parseInt(value(connection, "select pg_backend_pid()"));
      database.administer("select pg_terminate_backend(" + pid + ")");

      SQLException lost = refusal(connection, "select 1");
      assertThat(SqlState.of(lost).isConnectionLost()).isTrue();
      assertThat(connector().failure("Cannot look", lost).kind()).isEqualTo(Kind.EXTERNAL);
    }
  }

  @Test
  void neverShowsTheRowThatAConstraintRefuses() throws Exception {
    database.execute(
        "create table item (id text primary key, size int not null)",
        "insert into item values ('secret-1', 1)");
    try (Connection connection = connector().open("test-session")) {
      for (String sql :
          new String[] {
            "insert into item values ('secret-1', 2)",
            "insert into item values ('secret-2', null)",
            "insert into item select 'secret-3', 'secret-4'::text::int",
          }) {
        AssayException failure = failure(connection, sql);

        assertThat(trace(failure)).contains("SQLSTATE 2").doesNotContain("secret");
        assertThat(failure.kind()).isEqualTo(Kind.DATA);
      }
    }
  }

  @Test
  void takesAKeyThatIsTooLongForAnIndexAsADataFault() throws Exception {
    database.execute("create table item (id text primary key)");
    try (Connection connection = connector().open("test-session")) {
      String random = "select string_agg(md5(i::text), '') from generate_series(1, 1000) i";

      assertThat(failure(connection, "insert into item " + random))
          .hasMessageContaining("SQLSTATE 54000")
          .extracting(AssayException::kind)
          .isEqualTo(Kind.DATA);
    }
  }

  @Test
  void takesWhatAFunctionRaisesAsADataFaultAndDoesNotQuoteIt() throws Exception {
    try (Connection connection = connector().open("test-session")) {
      AssayException failure =
          failure(connection, "do $$ begin raise exception 'the row is secret-1'; end $$");

      assertThat(trace(failure)).contains("SQLSTATE P0001").doesNotContain("secret");
      assertThat(failure.kind()).isEqualTo(Kind.DATA);
    }
  }

  @Test
  void takesLimitsAndInternalErrorsOfTheServerAsTheEnvironments() throws Exception {
    try (Connection connection = connector().open("test-session")) {
      for (String code : new String[] {"53100", "53400", "55000", "58030", "XX000", "25P04"}) {
        assertThat(
                failure(
                        connection,
                        "do $$ begin raise 'as a server says it' using errcode = '%s'; end $$"
                            .formatted(code))
                    .kind())
            .as(code)
            .isEqualTo(Kind.EXTERNAL);
      }
    }
  }

  @Test
  void takesBrokenSqlAsAFaultOfTheSuite() throws Exception {
    try (Connection connection = connector().open("test-session")) {
      assertThat(failure(connection, "selekt 1").kind()).isEqualTo(Kind.INTERNAL);
    }
  }

  @Test
  void triesAgainOnlyAfterDeadlocksAndSerializationFailures() {
    assertThat(new SqlState("40001").isRetryable()).isTrue();
    assertThat(new SqlState("40P01").isRetryable()).isTrue();
    for (String code : new String[] {"08006", "57P01", "23505", "40002", "55P03", "XX000"}) {
      assertThat(new SqlState(code).isRetryable()).isFalse();
    }
    assertThat(new SqlState("40P01").kind()).isEqualTo(Kind.EXTERNAL);
  }

  @Test
  void takesAFailureWithoutSqlstateAsInternalUnlessTheNetworkIsItsCause() {
    assertThat(SqlState.of(new SQLException("odd")).kind()).isEqualTo(Kind.INTERNAL);
    assertThat(SqlState.of(new SQLException("odd", "", new IOException("cut"))).kind())
        .isEqualTo(Kind.EXTERNAL);
  }

  private DatabaseConnector connector() {
    return new DatabaseConnector(database.environment());
  }

  private Environment.Database at(String url) {
    Environment.Database known = database.environment();
    return new Environment.Database(
        url,
        known.user(),
        known.password(),
        known.schema(),
        known.statementTimeout(),
        known.lockTimeout());
  }

  private Environment.Database bounded(Duration statement, Duration lock) {
    Environment.Database known = database.environment();
    return new Environment.Database(
        known.url(), known.user(), known.password(), known.schema(), statement, lock);
  }

  private AssayException failure(Connection connection, String sql) {
    return connector().failure("Cannot try", refusal(connection, sql));
  }

  private static SQLException refusal(Connection connection, String sql) {
    return catchThrowableOfType(SQLException.class, () -> execute(connection, sql));
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String value(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }

  private static String trace(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void assertFailure(
      Environment.Database environment, Kind kind, String... contained) {
    assertThatThrownBy(() -> new DatabaseConnector(environment).open("test-session"))
        .isInstanceOfSatisfying(AssayException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessageContainingAll(contained);
  }
}
