package io.assay.postgres.merge;

import static io.assay.postgres.merge.TestRun.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.model.AssayException;
import io.assay.model.Pipeline;
import io.assay.postgres.CommittedBatch;
import io.assay.postgres.OffsetRanges;
import io.assay.postgres.TaskSummary;
import io.assay.postgres.TestDatabase;
import io.assay.postgres.TopicCounts;
import io.assay.postgres.TopicOutcome;
import io.assay.postgres.TopicPartition;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BatchAccountTest {
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

  @RegisterExtension final TestDatabase server = new TestDatabase();
  private TestRun run;

  @BeforeEach
  void open() {
    run = new TestRun(server, ITEMS);
  }

  @AfterEach
  void close() {
    run.close();
  }

  @Test
  void theLedgerTellsWhatBecameOfEveryRecord() {
    CommittedBatch batch =
        run.batch()
            .record("item", at(1), "id", "x")
            .record("item", at(2), "id", "x")
            .quarantined("item", at(3), "present")
            .filtered(at(4))
            .record("item", at("b", 2, 9, 1), "id", "y")
            .claim("a", new TopicCounts(0, 0, 0, 3))
            .commit();

    assertThat(batch.topics())
        .containsEntry("a", new TopicOutcome(4, 1, 1, 1, 1, 0, 3))
        .containsEntry("b", new TopicOutcome(1, 1, 0, 0, 0, 0, 0));
    assertThat(
            server.rows(
                "select topic, raw, applied, quarantined, filtered, superseded, held, replayed from assay.batch_topic order by topic"))
        .containsExactly(
            List.of("a", "4", "1", "1", "1", "1", "0", "3"),
            List.of("b", "1", "1", "0", "0", "0", "0", "0"));
    assertThat(server.rows("select table_name, inserted, updated, deleted from assay.batch_table"))
        .containsExactly(List.of("item", "2", "0", "0"));
    assertThat(
            server.rows("select topic, partition, offsets from assay.batch_offsets order by topic"))
        .containsExactly(List.of("a", "0", "{[1,5)}"), List.of("b", "2", "{[9,10)}"));
    assertThat(
            server.rows(
                "select run_id, source, committed_at >= started_at, silver from assay.batch"))
        .containsExactly(List.of(run.runId().toString(), "lake", "t", "f"));
    assertThat(
            server.rows(
                "select kind, record_offset, batch_id, pipeline_version, state from assay.quarantine"))
        .containsExactly(
            List.of("item", "3", Long.toString(batch.batchId()), TestRun.VERSION, "open"));
    assertThat(server.column("select rule from assay.finding")).containsExactly("present");
    assertThat(run.database().refused(batch.batchId())).containsExactly(at(3));
  }

  @Test
  void offsetsOfSeveralBatchesGrowTogether() {
    run.batch().record("item", at(1), "id", "x").record("item", at(2), "id", "x").commit();
    run.batch().record("item", at(5), "id", "x").commit();
    run.batch()
        .record("item", at(3), "id", "x")
        .record("item", at("b", 1, 0, 0), "id", "z")
        .commit();

    assertThat(run.database().applied())
        .isEqualTo(
            Map.of(
                new TopicPartition("a", 0), OffsetRanges.parse("{[1,4),[5,6)}"),
                new TopicPartition("b", 1), OffsetRanges.of(0, 1)));
  }

  @Test
  void recordsThatWereAppliedBeforeAreRefusedWithTheirOffsets() {
    run.batch().record("item", at(1), "id", "x").record("item", at(2), "id", "y").commit();

    assertThatThrownBy(
            () ->
                run.batch()
                    .record("item", at(2), "id", "new")
                    .record("item", at(3), "id", "z")
                    .commit())
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("the pipeline test has applied a-0 {[2,3)} before")
        .extracting("kind")
        .isEqualTo(AssayException.Kind.INTERNAL);

    assertThat(server.column("select id from item order by id")).containsExactly("x", "y");
  }

  @Test
  void countsThatDoNotAddUpRollTheBatchBack() {
    assertThatThrownBy(
            () ->
                run.batch()
                    .record("item", at(1), "id", "x")
                    .claim("a", new TopicCounts(1, 0, 0, 0))
                    .commit())
        .isInstanceOf(AssayException.class)
        .hasMessageContaining(
            "do not add up: 2 read, but 1 applied, 0 quarantined, 0 filtered, 0 superseded and 0 held")
        .extracting("kind")
        .isEqualTo(AssayException.Kind.INTERNAL);

    assertThat(server.column("select id from item")).isEmpty();
    assertThat(server.column("select batch_id from assay.batch")).isEmpty();
    assertThat(run.database().applied()).isEmpty();
  }

  @Test
  void anExecutorsRefusalThatWasNotStagedRollsTheBatchBack() {
    assertThatThrownBy(() -> run.batch().claim("a", new TopicCounts(1, 1, 0, 0)).commit())
        .hasMessageContaining("the tasks told 1 quarantined and 0 staged");
  }

  @Test
  void rowsOfOtherAttemptsAreNeverMerged() {
    run.batch().record("item", at(1), "id", "zombie").quarantined("item", at(2), "zombie").stage();
    TestBatch batch = run.batch().record("item", at(1), "id", "alive");
    TaskSummary task = batch.stage();

    CommittedBatch committed = run.database().commit(batch.batch(task));

    assertThat(server.column("select id from item")).containsExactly("alive");
    assertThat(server.column("select rule from assay.finding")).isEmpty();
    assertThat(committed.topics().get("a")).isEqualTo(new TopicOutcome(1, 1, 0, 0, 0, 0, 0));
  }

  @Test
  void whatOtherAttemptsRefusedIsNotQuarantined() {
    run.batch().quarantined("item", at(1), "zombie").quarantined("item", at(2), "zombie").stage();

    CommittedBatch committed =
        run.batch().record("item", at(1), "id", "x").quarantined("item", at(2), "alive").commit();

    assertThat(server.column("select record_offset from assay.quarantine")).containsExactly("2");
    assertThat(server.column("select rule from assay.finding")).containsExactly("alive");
    assertThat(committed.topics().get("a")).isEqualTo(new TopicOutcome(2, 1, 1, 0, 0, 0, 0));
  }

  @Test
  void whatFailsAtTheVeryEndRollsBackRowsQuarantineAndLedgerTogether() {
    server.execute(
        "create function fill_disk() returns trigger language plpgsql as $$"
            + " begin raise 'no space left' using errcode = '53100'; end $$",
        "create trigger full_disk before insert on assay.applied"
            + " for each row execute function fill_disk()");

    assertThatThrownBy(
            () ->
                run.batch()
                    .record("item", at(1), "id", "x")
                    .quarantined("item", at(2), "present")
                    .commit())
        .isInstanceOf(AssayException.class)
        .extracting("kind")
        .isEqualTo(AssayException.Kind.EXTERNAL);

    assertThat(server.column("select id from item")).isEmpty();
    assertThat(server.column("select record_offset from assay.quarantine")).isEmpty();
    assertThat(server.column("select rule from assay.finding")).isEmpty();
    assertThat(server.column("select batch_id from assay.batch")).isEmpty();
  }

  @Test
  void moreAppliedRecordsThanWereReadDoNotAddUp() {
    assertThat(new TopicOutcome(2, 1, 0, 0, 1, 0, 0).addsUp()).isTrue();
    assertThat(new TopicOutcome(1, 2, 0, 0, -1, 0, 0).addsUp()).isFalse();
  }

  @Test
  void tasksOfOneBatchAreAddedUp() {
    TestBatch first = run.batch().record("item", at(1), "id", "x");
    TestBatch second =
        run.batch().record("item", at(2), "id", "x").record("item", at(3), "id", "y");

    CommittedBatch committed = run.database().commit(first.batch(first.stage(), second.stage()));

    assertThat(committed.topics().get("a")).isEqualTo(new TopicOutcome(3, 2, 0, 0, 1, 0, 0));
    assertThat(committed.offsets())
        .containsEntry(new TopicPartition("a", 0), OffsetRanges.of(1, 4));
  }

  @Test
  void twoTasksThatReadTheSameRecordAreRefused() {
    TestBatch first = run.batch().record("item", at(1), "id", "x");
    TestBatch second = run.batch().record("item", at(1), "id", "x");

    assertThatThrownBy(() -> run.database().commit(first.batch(first.stage(), second.stage())))
        .hasMessageContaining("two of its tasks read the same records of a-0");
  }

  @Test
  void stagingIsEmptyAfterTheCommit() {
    run.batch().record("item", at(1), "id", "x").quarantined("item", at(2), "present").commit();

    for (String table :
        server.column(
            "select relname from pg_class where relnamespace = 'assay_staging'::regnamespace")) {
      assertThat(server.value("select count(*) from assay_staging." + table)).isEqualTo("0");
    }
  }
}
