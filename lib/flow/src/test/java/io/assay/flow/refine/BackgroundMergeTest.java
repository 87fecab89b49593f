package io.assay.flow.refine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.engine.function.AssayFunctions;
import io.assay.engine.record.RawRecord;
import io.assay.flow.TestSession;
import io.assay.flow.refine.RefineOptions.End;
import io.assay.flow.refine.RefineOptions.Source;
import io.assay.flow.retry.Retries;
import io.assay.lake.Positions;
import io.assay.lake.RawTable;
import io.assay.lake.RawWriter;
import io.assay.lake.WriterIdentity;
import io.assay.model.AssayException;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import io.assay.model.file.PipelineFile;
import io.assay.postgres.BatchSource;
import io.assay.postgres.PipelineDatabase;
import io.assay.postgres.RunInfo;
import io.assay.postgres.staging.StagingArea;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large batches: one is merged while the next is staged, and whatever fails in between. */
class BackgroundMergeTest {
  private static final SparkSession SPARK = TestSession.spark();
  private static final Retries QUICK = new Retries(3, Duration.ofMillis(10), Duration.ofMillis(20));
  private static final int LARGE = (int) RefineBatch.LARGE;
  private static final String COUNT =
      "select count(*), count(distinct id), min(id), max(id) from item";
  private static final String BATCHES =
      "select raw, applied from assay.batch_topic order by batch_id";
  private static final String FULL_DISK =
      """
      create function no_room() returns trigger language plpgsql as
        $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$;
      create trigger full_disk before insert on item for each statement execute function no_room()
      """;
  private static final Pipeline PIPELINE =
      PipelineFile.parse(
          "items.conf",
          """
          pipeline = items
          silver = false
          source { topics = [items], format = json }
          records {
            item {
              fields { id { from = id, type = bigint } }
              root = item
              tables { item { key = [id], columns { id = id } } }
            }
          }
          """,
          Map.of());

  private final TestPostgres postgres = TestPostgres.fresh();
  private final CountDownLatch stopped = new CountDownLatch(1);
  @TempDir Path lake;

  @BeforeAll
  static void registerFunctions() {
    AssayFunctions.register(SPARK);
  }

  @Test
  void theNextBatchIsStagedWhileOneIsMerged() throws Exception {
    try (PipelineDatabase database = open();
        RefineBatch batch = batch(database)) {
      batch.call(dataset(0, 1), 0L);
      CompletableFuture<Void> next;
      try (TestPostgres.Held ignored = postgres.hold("lock table item in exclusive mode")) {
        batch.call(dataset(1, LARGE), 1L);
        next = inBackground(() -> batch.call(dataset(1 + LARGE, LARGE), 2L));
        awaitThat(() -> staged(database) == 2L * LARGE);

        assertThat(postgres.rows("select count(*) from item")).containsExactly("1");
        assertThat(next).isNotDone();
      }
      next.get(1, TimeUnit.MINUTES);
    }

    assertThat(postgres.rows(COUNT)).containsExactly(all(1 + 2 * LARGE));
    assertThat(postgres.rows(BATCHES))
        .containsExactly("1|1", LARGE + "|" + LARGE, LARGE + "|" + LARGE);
  }

  @Test
  void aBatchThatLosesItsConnectionIsAppliedBeforeTheNext() throws Exception {
    try (PipelineDatabase database = open();
        RefineBatch batch = batch(database)) {
      batch.call(dataset(0, 1), 0L);
      try (TestPostgres.Held ignored = postgres.hold("lock table item in exclusive mode")) {
        batch.call(dataset(1, LARGE), 1L);
        awaitThat(() -> !blocked().isEmpty());
        postgres.execute("select pg_terminate_backend(%s)".formatted(blocked().get(0)));
      }
      batch.call(dataset(1 + LARGE, LARGE), 2L);
    }

    assertThat(postgres.rows(COUNT)).containsExactly(all(1 + 2 * LARGE));
    assertThat(postgres.rows("select spark_batch_id from assay.batch order by batch_id"))
        .containsExactly("0", "1", "2");
  }

  @Test
  void aBatchThatFailsForGoodStopsTheStreamAlthoughNoneFollows() throws Exception {
    try (PipelineDatabase database = open()) {
      RefineBatch batch = batch(database);
      postgres.execute(FULL_DISK);
      batch.call(dataset(0, LARGE), 0L);

      assertThat(stopped.await(1, TimeUnit.MINUTES)).isTrue();
      assertThatThrownBy(batch::close)
          .isInstanceOf(AssayException.class)
          .hasMessageContaining("could not extend file");
    }
    assertThat(postgres.rows("select count(*) from item")).containsExactly("0");
    assertThat(postgres.rows("select count(*) from assay.quarantine")).containsExactly("0");
  }

  @Test
  void theBatchAfterOneThatFailsForGoodIsNotApplied() throws Exception {
    try (PipelineDatabase database = open()) {
      RefineBatch batch = batch(database);
      try (TestPostgres.Held held = postgres.hold("lock table item in exclusive mode")) {
        batch.call(dataset(0, LARGE), 0L);
        awaitThat(() -> !blocked().isEmpty());
        CompletableFuture<Void> next = inBackground(() -> batch.call(dataset(LARGE, LARGE), 1L));
        awaitThat(() -> staged(database) == 2L * LARGE);
        held.commitWith(FULL_DISK);

        assertThatThrownBy(() -> next.get(1, TimeUnit.MINUTES))
            .hasMessageContaining("could not extend file");
      }
    }

    assertThat(postgres.rows("select count(*) from assay.batch")).containsExactly("0");
  }

  @Test
  void aStreamThatCatchesUpHasEverythingOnceAndGoesOn() throws Exception {
    for (int i = 0; i < 3; i++) {
      land(i * LARGE, LARGE);
    }
    refine();
    land(3 * LARGE, 1);
    refine();
    refine();

    assertThat(postgres.rows(COUNT)).containsExactly(all(3 * LARGE + 1));
    String large = LARGE + "|" + LARGE;
    assertThat(postgres.rows(BATCHES)).containsExactly(large, large, large, "1|1");
    assertThat(postgres.rows("select spark_batch_id from assay.stream")).containsExactly("3");
  }

  @Test
  void aStreamWhoseLastBatchFailsEndsWithItsFailureAndTheNextStartTakesItUp() throws Exception {
    land(0, 1);
    refine();
    List<String> checkpoint = postgres.rows("select stream_id from assay.stream");
    postgres.execute(FULL_DISK);
    land(1, LARGE);

    assertThatThrownBy(this::refine)
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("could not extend file");

    postgres.execute("drop trigger full_disk on item");
    assertThat(postgres.rows("select count(*) from item")).containsExactly("1");
    assertThat(postgres.rows("select status from assay.run order by started_at"))
        .containsExactly("stopped", "failed");
    refine();
    assertThat(postgres.rows(COUNT)).containsExactly(all(1 + LARGE));
    assertThat(postgres.rows("select stream_id from assay.stream"))
        .as("it was taken back by one batch, not removed")
        .isEqualTo(checkpoint);
  }

  private static String all(int count) {
    return "%d|%d|0|%d".formatted(count, count, count - 1);
  }

  private PipelineDatabase open() {
    return PipelineDatabase.open(postgres.database(), PIPELINE, run());
  }

  private static RunInfo run() {
    return new RunInfo(UUID.randomUUID(), "app", "here", "test", "0123456789abcdef", "definition");
  }

  private RefineBatch batch(PipelineDatabase database) {
    RefineBatch batch =
        new RefineBatch(
            database,
            Optional.empty(),
            new RawTable(lake.resolve("raw").toUri().toString()),
            BatchSource.LAKE,
            End.STOPPED,
            QUICK,
            (source, committed) -> {});
    batch.onFailure(stopped::countDown);
    return batch;
  }

  private void refine() throws Exception {
    RefineOptions oneFileEach =
        new RefineOptions(Source.LAKE, Optional.empty(), OptionalLong.of(1), End.CAUGHT_UP, QUICK);
    try (RefineRun run =
        new RefineQuery(PIPELINE, environment(), oneFileEach)
            .start(SPARK, run(), (source, committed) -> {})) {
      run.query().awaitTermination();
    }
  }

  private Environment environment() {
    return new Environment(
        "test",
        new Environment.Kafka("127.0.0.1:1", Map.of(), Map.of()),
        new Environment.Lake(lake.toUri().toString()),
        postgres.database());
  }

  private void land(long from, int count) {
    RawWriter.open(
            SPARK,
            new RawTable(environment().lake().raw("items")),
            WriterIdentity.of(SPARK, UUID.randomUUID()),
            Clock.systemUTC())
        .append(dataset(from, count).coalesce(1), Positions.none().with("items", 0, from + count));
  }

  /** Sessions that wait for a lock. */
  private List<String> blocked() {
    return postgres.rows(
        "select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");
  }

  private long staged(PipelineDatabase database) {
    return List.of(database.staging(), database.staging(StagingArea.FIRST.other())).stream()
        .map(layout -> layout.table(layout.rowTable("item", "item")).sql())
        .mapToLong(table -> Long.parseLong(postgres.rows("select count(*) from " + table).get(0)))
        .sum();
  }

  private static CompletableFuture<Void> inBackground(Call call) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            call.run();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static void awaitThat(Callable<Boolean> condition) throws Exception {
    Instant deadline = Instant.now().plusSeconds(60);
    while (!condition.call()) {
      assertThat(Instant.now()).as("in time").isBefore(deadline);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  @FunctionalInterface
  private interface Call {
    void run() throws InterruptedException;
  }

  private static Dataset<Row> dataset(long from, int count) {
    List<Row> records = new ArrayList<>();
    for (long id = from; id < from + count; id++) {
      records.add(
          RowFactory.create(
              "items",
              0,
              id,
              new Timestamp(1_700_000_000_000L),
              0,
              null,
              "{\"id\":%d}".formatted(id).getBytes(UTF_8),
              List.of()));
    }
    return SPARK.createDataFrame(records, RawRecord.SCHEMA);
  }
}
