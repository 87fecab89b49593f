package io.assay.postgres;

import static io.assay.postgres.merge.TestRun.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.model.AssayException;
import io.assay.model.AssayException.Kind;
import io.assay.model.Pipeline;
import io.assay.postgres.merge.TestBatch;
import io.assay.postgres.merge.TestRun;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PipelineDatabaseTest {
  private static final Pipeline ITEMS =
      TestRun.pipeline(
          """
          item {
            when = "true"
            fields { id { from = id, type = text } }
            root = item
            tables { item { key = [id], columns { id = id } } }
          }
          """);

  private static final String DRIVERS =
      "from pg_stat_activity where application_name like 'assay/test/%' and datname = current_database()";

  @RegisterExtension final TestDatabase server = new TestDatabase();

  @Test
  void aRunIsRecordedFromItsBeginningToItsEnd() {
    try (TestRun run = new TestRun(server, ITEMS)) {
      assertThat(
              server.rows(
                  "select run_id, status, application_id, pipeline_version, ended_at is null from assay.run"))
          .containsExactly(
              List.of(run.runId().toString(), "running", "local-test", TestRun.VERSION, "t"));
    }

    assertThat(server.column("select status from assay.run where ended_at >= started_at"))
        .containsExactly("stopped");
    assertThat(server.column("select definition from assay.pipeline_version"))
        .containsExactly("pipeline = test");
  }

  @Test
  void aRunThatFailedSaysSo() {
    try (TestRun run = new TestRun(server, ITEMS)) {
      run.database().fail();
    }

    assertThat(server.column("select status from assay.run")).containsExactly("failed");
  }

  @Test
  void theEndOfARunClosesWhatItsTasksHaveLeftOpen() {
    try (TestRun run = new TestRun(server, ITEMS)) {
      run.batch().record("item", at(1), "id", "x").commit();

      assertThat(server.value("select count(*) " + DRIVERS)).isEqualTo("2");
    }
    new LeakCheck(server, Duration.ofSeconds(1)).run(); // they would be kept for longer
  }

  @Test
  void aSecondInstanceIsRefusedAndToldWhoWorks() {
    try (TestRun run = new TestRun(server, ITEMS)) {
      assertThatThrownBy(() -> new TestRun(server, ITEMS))
          .isInstanceOf(AssayException.class)
          .hasMessageContaining(
              "The pipeline test is being refined already, by the run " + run.runId())
          .hasMessageContaining("application local-test")
          .hasMessageContaining("on the host host-" + run.runId().toString().substring(0, 4))
          .extracting("kind")
          .isEqualTo(Kind.USER);
      run.batch().record("item", at(1), "id", "x").commit();
    }
  }

  @Test
  void anotherPipelineWorksBesideIt() {
    Pipeline parts =
        TestRun.pipeline(
            "others",
            """
            part {
              when = "true"
              fields { id { from = id, type = text } }
              root = part
              tables { part { key = [id], columns { id = id } } }
            }
            """);
    try (TestRun run = new TestRun(server, ITEMS);
        TestRun other = new TestRun(server, parts)) {
      run.batch().record("item", at(1), "id", "x").commit();
      other.batch().record("part", at(1), "id", "p").commit();
    }

    assertThat(server.column("select distinct status from assay.run")).containsExactly("stopped");
  }

  @Test
  void theServerNoticesADeadDriverWithinAMinute() throws Exception {
    try (RunSession session =
            new RunSession(new DatabaseConnector(server.environment()), "assay/test/driver");
        Statement statement = session.connection().createStatement();
        ResultSet row =
            statement.executeQuery(
                "select current_setting('tcp_keepalives_idle')::int + current_setting('tcp_keepalives_interval')::int"
                    + " * current_setting('tcp_keepalives_count')::int,"
                    + " current_setting('client_connection_check_interval')")) {
      row.next();
      assertThat(row.getInt(1)).isBetween(1, 60);
      assertThat(row.getString(2)).isEqualTo("1s");
    }
  }

  @Test
  void takingTheLockLeavesTheBoundForOtherLocksAsItWas() throws Exception {
    try (Connection connection =
        new DatabaseConnector(server.environment()).open("assay/test/driver")) {
      new PipelineLock("test").take(connection);

      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("show lock_timeout")) {
        row.next();
        assertThat(row.getString(1)).isEqualTo("10s");
      }
    }
  }

  @Test
  void whatADeadRunLeftIsSweptByTheNext() {
    TestRun dead = new TestRun(server, ITEMS);
    dead.batch().record("item", at(1), "id", "x").stage();
    terminateDriver();

    try (TestRun next = new TestRun(server, ITEMS)) {
      assertThat(server.rows("select run_id, status from assay.run order by started_at"))
          .containsExactly(
              List.of(dead.runId().toString(), "lost"),
              List.of(next.runId().toString(), "running"));
      assertThat(
              server.column(
                  "select relname from pg_class where starts_with(relname, 'r"
                      + dead.runId().toString().substring(0, 8)
                      + "_')"))
          .isEmpty();
      assertThat(next.database().applied()).isEmpty();
    }
    dead.close();
    assertThat(server.column("select status from assay.run order by started_at"))
        .containsExactly("lost", "stopped");
  }

  @Test
  void executorsOfADeadRunAreEnded() throws Exception {
    TestRun dead = new TestRun(server, ITEMS);
    String name = dead.database().staging().applicationName();
    try (var executor = new DatabaseConnector(server.environment()).open(name)) {
      executor.setAutoCommit(false);
      executor
          .createStatement()
          .execute(
              "lock table " + dead.database().staging().table(0).sql() + " in row exclusive mode");
      server.administer(
          "select pg_terminate_backend(pid, 5000) from pg_locks where locktype = 'advisory' and granted and objsubid = 1"
              + " and database = (select oid from pg_database where datname = '"
              + server.name()
              + "')");

      try (TestRun next = new TestRun(server, ITEMS)) {
        assertThat(executor.isValid(5)).isFalse();
        next.batch().record("item", at(1), "id", "x").commit();
      }
    }
    dead.close();
  }

  @Test
  void whenTheConnectionIsLostBeforeTheCommitNothingIsAppliedAndTheBatchCanBeStagedAgain() {
    try (TestRun run = new TestRun(server, ITEMS)) {
      TestBatch batch = run.batch().record("item", at(1), "id", "x");
      TaskSummary task = batch.stage();
      terminateDriver();

      assertThatThrownBy(() -> run.database().commit(batch.batch(task)))
          .isInstanceOf(AssayException.class)
          .extracting("kind")
          .isEqualTo(Kind.EXTERNAL);
      assertThat(run.database().isConnected()).isFalse();
      assertThat(server.column("select id from item")).isEmpty();

      run.database().reconnect();
      assertThat(run.database().isConnected()).isTrue();
      assertThat(run.database().applied()).isEmpty();
      run.batch().record("item", at(1), "id", "x").commit();
      assertThat(server.column("select id from item")).containsExactly("x");
    }
  }

  @Test
  void whoLostTheConnectionCannotComeBackAfterAnotherRunHasTakenItsPlace() {
    TestRun first = new TestRun(server, ITEMS);
    terminateDriver();
    try (TestRun second = new TestRun(server, ITEMS)) {
      assertThatThrownBy(() -> first.database().reconnect())
          .hasMessageContaining("by the run " + second.runId())
          .extracting("kind")
          .isEqualTo(Kind.USER);
    }

    assertThatThrownBy(() -> first.database().reconnect())
        .hasMessageContaining("another one has taken its place")
        .extracting("kind")
        .isEqualTo(Kind.USER);
    first.close();
  }

  private void terminateDriver() {
    server.administer(
        "select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name like 'assay/test/%'"
            + " and datname = '"
            + server.name()
            + "'");
    assertThat(server.column("select pid " + DRIVERS)).isEmpty();
  }
}
