package io.assay.postgres.staging;

import static io.assay.postgres.Definitions.kind;
import static io.assay.postgres.Definitions.pipeline;
import static io.assay.postgres.Definitions.table;
import static io.assay.postgres.Definitions.text;
import static io.assay.postgres.staging.StagingFixture.ANYWHERE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.model.AssayException;
import io.assay.model.Pipeline;
import io.assay.postgres.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class KeptSessionsTest {
  private static final Pipeline THINGS =
      pipeline("things", kind("thing", table("thing", text("id"))));
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @RegisterExtension final TestDatabase database = new TestDatabase();
  private StagingFixture staging;
  private StagingLayout layout;
  private String things;

  @BeforeEach
  void createStaging() {
    staging = new StagingFixture(database, THINGS);
    layout = staging.layout();
    things = staging.rows("thing", "thing");
  }

  @AfterEach
  void dropStaging() {
    staging.close();
  }

  @Test
  void aTaskTakesTheConnectionThatTheOneBeforeHasLeft() {
    stage(1, "a");
    List<String> first = sessions();
    stage(2, "b");

    assertThat(first).hasSize(1);
    assertThat(sessions()).isEqualTo(first);
    assertThat(staged()).containsExactly("1 a", "2 b");
  }

  @Test
  void tasksAtTheSameTimeHaveConnectionsOfTheirOwn() {
    stage(1, "a");
    try (StagingWriter second = new StagingWriter(layout, 2);
        StagingWriter third = new StagingWriter(layout, 3)) {
      thing(second, "x".repeat(StagingWriter.FLUSH_SIZE + 1));
      thing(third, "x".repeat(StagingWriter.FLUSH_SIZE + 1));
      thing(second, "b");
      thing(third, "c");

      assertThat(sessions()).hasSize(2);
      second.finish();
      third.finish();
    }

    assertThat(database.value("select count(*) from " + things)).isEqualTo("5");
  }

  @Test
  void aConnectionThatTheServerHasEndedIsNotTaken() {
    stage(1, "a");
    List<String> first = sessions();
    database.administer(
        "select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = '%s'"
            .formatted(layout.applicationName()));
    stage(2, "b");

    assertThat(sessions()).hasSize(1).isNotEqualTo(first);
    assertThat(staged()).containsExactly("1 a", "2 b");
  }

  @Test
  void aTaskThatDidNotFinishLeavesNoConnection() {
    try (StagingWriter writer = new StagingWriter(layout, 1)) {
      thing(writer, "x".repeat(StagingWriter.FLUSH_SIZE + 1));
      thing(writer, "not sent");
      assertThat(sessions()).hasSize(1);
    }
    awaitNoSession(KeptSessions.KEPT.dividedBy(2));
  }

  @Test
  void aTaskThatFailsLeavesNoConnection() {
    stage(1, "a");
    database.execute("drop table " + things);

    assertThatThrownBy(() -> stage(2, "b")).isInstanceOf(AssayException.class);
    awaitNoSession(KeptSessions.KEPT.dividedBy(2));
  }

  @Test
  void aConnectionThatNobodyTakesIsClosed() {
    stage(1, "a");
    assertThat(sessions()).hasSize(1);

    awaitNoSession(PATIENCE);
  }

  @Test
  void theEndOfTheRunClosesThem() {
    stage(1, "a");
    layout.closeKeptSessions();

    awaitNoSession(KeptSessions.KEPT.dividedBy(2));
  }

  private void stage(long attempt, String id) {
    try (StagingWriter writer = new StagingWriter(layout, attempt)) {
      thing(writer, id);
      writer.finish();
    }
  }

  private void thing(StagingWriter writer, String id) {
    writer.row(layout.rowTable("thing", "thing"), ANYWHERE).nul().int2((short) 0).text(id);
  }

  private List<String> staged() {
    return database.column(
        "select _attempt || ' ' || id from %s order by _attempt".formatted(things));
  }

  private List<String> sessions() {
    return database.column(
        "select pid::text from pg_stat_activity where application_name = '%s' order by pid"
            .formatted(layout.applicationName()));
  }

  private void awaitNoSession(Duration patience) {
    Instant end = Instant.now().plus(patience);
    while (!sessions().isEmpty() && Instant.now().isBefore(end)) {
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
    assertThat(sessions()).isEmpty();
  }
}
