package io.assay.postgres.retention;

import static io.assay.postgres.merge.TestRun.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.assay.model.Pipeline;
import io.assay.postgres.CommittedBatch;
import io.assay.postgres.DatabaseConnector;
import io.assay.postgres.OffsetRanges;
import io.assay.postgres.PendingSilver;
import io.assay.postgres.TestDatabase;
import io.assay.postgres.TopicPartition;
import io.assay.postgres.merge.TestRun;
import io.assay.postgres.report.LedgerReport;
import io.assay.postgres.report.TopicTotals;
import java.sql.Connection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LedgerRetentionTest {
  private static final String PLANT =
      """
      item {
        when = "_topic = 'a'"
        fields { id { from = id, type = text } }
        tables { item { key = [id], columns { id = id } } }
      }
      part {
        when = "_topic = 'b'"
        fields { id { from = id, type = text }, item { from = item, type = text } }
        tables {
          part {
            key = [id], columns { id = id, item = item }
            references { item { columns = [item], orphan { hold = 1 hour, then = reject } } }
          }
        }
      }
      """;

  @RegisterExtension final TestDatabase server = new TestDatabase();
  private Pipeline pipeline = TestRun.pipeline(PLANT);
  private TestRun run;
  private long offset;

  @AfterEach
  void close() {
    run.close();
  }

  private void open() {
    run = new TestRun(server, pipeline);
  }

  private CommittedBatch item() {
    offset++;
    return run.batch().record("item", at(offset), "id", "item-" + offset).commit();
  }

  private void items(int batches) {
    for (int batch = 0; batch < batches; batch++) {
      item();
    }
  }

  private void withSilver() {
    server.execute("update assay.batch set silver = true");
  }

  /** All batches were committed so much earlier, on one day. */
  private void age(Duration age) {
    server.execute(
        "update assay.batch set committed_at = date_trunc('day', clock_timestamp() - make_interval(secs => %d)) + batch_id * interval '1 ms'"
            .formatted(age.toSeconds()));
  }

  private long fold() {
    return new LedgerRetention(
            new DatabaseConnector(server.environment()), pipeline, Duration.ofDays(30))
        .fold();
  }

  private List<TopicTotals> totals() throws Exception {
    try (Connection connection = server.connect()) {
      return new LedgerReport(connection, "test").topics();
    }
  }

  @Test
  void oldBatchesOfARunAndDayBecomeOneWithTheirSums() throws Exception {
    open();
    items(20);
    withSilver();
    age(Duration.ofDays(40));
    item();
    List<TopicTotals> totals = totals();

    assertThat(fold()).isEqualTo(19);
    assertThat(fold()).as("there is nothing more").isZero();

    assertThat(totals()).isEqualTo(totals);
    assertThat(server.rows("select batch_id, folded from assay.batch order by batch_id"))
        .containsExactly(List.of("20", "{[1,20)}"), List.of("21", "{}"));
    assertThat(server.rows("select raw, applied from assay.batch_topic where batch_id = 20"))
        .containsExactly(List.of("20", "20"));
    assertThat(server.rows("select inserted from assay.batch_table where batch_id = 20"))
        .containsExactly(List.of("20"));
    assertThat(server.rows("select offsets from assay.batch_offsets where batch_id = 20"))
        .containsExactly(List.of("{[1,21)}"));
  }

  @Test
  void everyRowStillLeadsToItsRunAndDefinition() throws Exception {
    open();
    items(10);
    run.close();
    String first = run.runId().toString();
    open();
    items(10);
    withSilver();
    age(Duration.ofDays(40));

    assertThat(fold()).isEqualTo(18);

    assertThat(
            server.rows(
                "select o.run_id, o.pipeline_version, count(*), count(distinct i.assay_offset) from item i join assay.origin o using (assay_batch) group by 1, 2 order by min(i.assay_batch)"))
        .containsExactly(
            List.of(first, TestRun.VERSION, "10", "10"),
            List.of(run.runId().toString(), TestRun.VERSION, "10", "10"));
    try (Connection connection = server.connect()) {
      assertThat(
              new LedgerReport(connection, "test")
                  .latestRow("public", "item", List.of())
                  .orElseThrow()
                  .batch())
          .isEqualTo(20);
    }
  }

  @Test
  void whatWasFoldedIsFoldedAgainWithTheNextOnesOfTheDay() {
    open();
    items(5);
    withSilver();
    age(Duration.ofDays(40));
    fold();
    items(5);
    withSilver();
    age(Duration.ofDays(40));

    assertThat(fold()).isEqualTo(5);

    assertThat(server.rows("select batch_id, folded from assay.batch"))
        .containsExactly(List.of("10", "{[1,10)}"));
    assertThat(server.value("select count(*) from item join assay.origin using (assay_batch)"))
        .isEqualTo("10");
  }

  @Test
  void batchesThatRefusedOrHoldARecordStay() {
    open();
    items(3);
    long refusing = run.batch().quarantined("item", at(50), "mine").commit().batchId();
    long holding =
        run.batch().record("part", at("b", 0, 1, 1), "id", "p", "item", "none").commit().batchId();
    items(3);
    withSilver();
    age(Duration.ofDays(40));

    fold();

    assertThat(server.column("select batch_id from assay.batch order by 1"))
        .containsExactly(Long.toString(refusing), Long.toString(holding), "8");
    assertThat(server.column("select folded from assay.batch where batch_id = 8"))
        .containsExactly("{[1,4),[6,8)}");
    assertThat(server.value("select count(*) from assay.finding")).isEqualTo("1");
  }

  @Test
  void warningsGoWithTheirBatchAndTheirCountsStay() {
    open();
    for (int record = 1; record <= 4; record++) {
      run.batch().warned("item", at(record), List.of("odd"), "id", "i" + record).commit();
    }
    withSilver();
    age(Duration.ofDays(40));
    String counted = server.value("select sum(failed) from assay.batch_rule");

    fold();

    assertThat(server.value("select count(*) from assay.finding")).isEqualTo("0");
    assertThat(server.value("select sum(failed) from assay.batch_rule")).isEqualTo(counted);
    assertThat(server.column("select distinct assay_warnings from item")).containsExactly("{odd}");
  }

  @Test
  void nothingIsFoldedFromTheFirstBatchThatLacksSilverOn() {
    open();
    items(10);
    withSilver();
    server.execute("update assay.batch set silver = false where batch_id = 6");
    age(Duration.ofDays(40));

    fold();

    assertThat(server.column("select batch_id from assay.batch order by 1"))
        .containsExactly("5", "6", "7", "8", "9", "10");
  }

  @Test
  void silverThatIsMadeAgainGetsEachRecordOnceOfWhatWasFolded() {
    open();
    run.batch().record("part", at("b", 0, 1, 1), "id", "p", "item", "item-1").commit();
    item();
    run.releasing(run.database().dueHeld(10)).commit();
    items(2);
    withSilver();
    age(Duration.ofDays(40));
    fold();
    assertThat(server.value("select count(*) from assay.batch")).isEqualTo("2");

    server.execute("update assay.batch set silver = false");

    Map<TopicPartition, Long> records = new HashMap<>();
    for (PendingSilver pending : run.database().pendingSilver()) {
      for (Map.Entry<TopicPartition, OffsetRanges> part : pending.offsets().entrySet()) {
        records.merge(part.getKey(), part.getValue().size(), Long::sum);
      }
    }
    assertThat(records)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(new TopicPartition("a", 0), 3L, new TopicPartition("b", 0), 1L));
  }

  @Test
  void whatABreakerCountsStays() {
    pipeline =
        TestRun.pipelineWith(
            "breaker { rejected { percent = 20, window = 60 days, action = alert } }", PLANT);
    open();
    items(10);
    withSilver();
    age(Duration.ofDays(40));

    assertThat(fold()).isZero();
  }

  @Test
  void otherPipelinesAndYoungBatchesAreLeftAlone() {
    open();
    items(5);
    withSilver();
    server.execute("update assay.batch set pipeline = 'other'");
    age(Duration.ofDays(40));
    assertThat(fold()).isZero();

    server.execute("update assay.batch set pipeline = 'test'");
    age(Duration.ofDays(20));
    assertThat(fold()).isZero();
  }

  @Test
  void severalAtOnceWhileBatchesAreCommittedLoseNothing() throws Exception {
    open();
    items(60);
    withSilver();
    age(Duration.ofDays(40));
    List<CompletableFuture<Long>> folding =
        Stream.generate(() -> CompletableFuture.supplyAsync(this::fold)).limit(3).toList();

    items(20);
    long folded = 0;
    for (CompletableFuture<Long> each : folding) {
      folded += each.get();
    }

    assertThat(folded).isEqualTo(59);
    assertThat(totals()).containsExactly(new TopicTotals("a", 80, 80, 0, 0, 0, 0));
    assertThat(server.value("select count(*) from item join assay.origin using (assay_batch)"))
        .isEqualTo("80");
  }

  @Test
  void aDatabaseWithoutALedgerHasNothingToFold() {
    open();
    run.close();
    server.execute("drop schema assay cascade");

    assertThat(fold()).isZero();
    open();
  }
}
