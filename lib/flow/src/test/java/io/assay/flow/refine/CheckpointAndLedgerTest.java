package io.assay.flow.refine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.engine.record.RawRecord;
import io.assay.flow.TestSession;
import io.assay.flow.refine.RefineOptions.End;
import io.assay.flow.refine.RefineOptions.Source;
import io.assay.flow.retry.Retries;
import io.assay.lake.Positions;
import io.assay.lake.RawTable;
import io.assay.lake.RawWriter;
import io.assay.lake.TableUpkeep;
import io.assay.lake.WriterIdentity;
import io.assay.model.AssayException;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import io.assay.model.Upkeep;
import io.assay.model.file.PipelineFile;
import io.assay.postgres.RunInfo;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Refine from the lake goes on from its checkpoint, but only as far as the ledger agrees. */
class CheckpointAndLedgerTest {
  private static final SparkSession SPARK = TestSession.spark();
  private static final Pipeline WITHOUT_SILVER = pipeline(false);
  private static final Pipeline WITH_SILVER = pipeline(true);
  private static final String ROWS = "select id, assay_offset from item order by id";
  private static final String READ = "select sum(raw), sum(replayed) from assay.batch_topic";

  @TempDir Path lake;
  private long next;

  @Test
  void aRunGoesOnFromTheCheckpointThatTheLedgerKnows() throws Exception {
    TestPostgres postgres = TestPostgres.fresh();
    land("a");
    refine(WITHOUT_SILVER, postgres);
    land("b");
    refine(WITHOUT_SILVER, postgres);

    assertThat(postgres.rows(ROWS)).containsExactly("a|0", "b|1");
    assertThat(postgres.rows(READ)).containsExactly("2|0");
    assertThat(
            postgres.rows(
                "select count(distinct stream_id), max(spark_batch_id) from assay.stream"))
        .containsExactly("1|1");
  }

  @Test
  void anEmptyDatabaseGetsEverythingWhateverTheCheckpointSays() throws Exception {
    land("a", "b");
    refine(WITHOUT_SILVER, TestPostgres.fresh());
    TestPostgres empty = TestPostgres.fresh();
    refine(WITHOUT_SILVER, empty);

    assertThat(empty.rows(ROWS)).containsExactly("a|0", "b|1");
    assertThat(empty.rows(READ)).containsExactly("2|0");
  }

  @Test
  void aDatabaseThatWasRestoredGetsWhatItLacksAndNothingTwice() throws Exception {
    TestPostgres postgres = TestPostgres.fresh();
    land("a");
    refine(WITHOUT_SILVER, postgres);
    TestPostgres restored = postgres.copy();
    land("b");
    refine(WITHOUT_SILVER, postgres);
    land("c");
    refine(WITHOUT_SILVER, restored);

    assertThat(restored.rows(ROWS)).containsExactly("a|0", "b|1", "c|2");
    assertThat(restored.rows("select sum(raw) from assay.batch_topic")).containsExactly("3");
    assertThat(restored.rows("select stream_id from assay.stream"))
        .as("the checkpoint went one batch back, it was not removed")
        .isEqualTo(postgres.rows("select stream_id from assay.stream"));
  }

  @Test
  void aDatabaseThatLacksMoreThanOneBatchGetsThemToo() throws Exception {
    TestPostgres postgres = TestPostgres.fresh();
    land("a");
    refine(WITHOUT_SILVER, postgres);
    TestPostgres restored = postgres.copy();
    for (String id : List.of("b", "c")) {
      land(id);
      refine(WITHOUT_SILVER, postgres);
    }
    land("d");
    refine(WITHOUT_SILVER, restored);

    assertThat(restored.rows(ROWS)).containsExactly("a|0", "b|1", "c|2", "d|3");
    assertThat(restored.rows("select sum(raw) from assay.batch_topic")).containsExactly("4");
    assertThat(restored.rows("select stream_id from assay.stream"))
        .as("the checkpoint was removed")
        .isNotEqualTo(postgres.rows("select stream_id from assay.stream"));
  }

  @Test
  void batchesThatTheDatabaseLosesWhileItRunsAreFoundOut() throws Exception {
    TestPostgres postgres = TestPostgres.fresh();
    land("a");
    CountDownLatch committed = new CountDownLatch(1);
    try (RefineRun run =
        start(
            WITHOUT_SILVER,
            postgres,
            Optional.of(Duration.ofMillis(100)),
            (source, batch) -> committed.countDown())) {
      assertThat(committed.await(2, TimeUnit.MINUTES)).isTrue();
      run.query().processAllAvailable();
      postgres.execute("delete from assay.stream");
      land("b");

      assertThatThrownBy(() -> run.query().awaitTermination(120_000))
          .hasMessageContaining(
              "Batch 1 cannot be applied: the database does not know this stream any more");
    }

    assertThat(postgres.rows(ROWS)).containsExactly("a|0");
    refine(WITHOUT_SILVER, postgres);
    assertThat(postgres.rows(ROWS)).containsExactly("a|0", "b|1");
  }

  @Test
  void silverOfAnotherDatabaseIsNotTakenForItsOwn() throws Exception {
    land("a");
    refine(WITH_SILVER, TestPostgres.fresh());
    TestPostgres empty = TestPostgres.fresh();

    assertThatThrownBy(() -> refine(WITH_SILVER, empty))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("silver/items/item has rows up to batch 1")
        .hasMessageContaining("only up to batch 0");
    assertThat(empty.rows("select status from assay.run")).containsExactly("failed");

    refine(WITHOUT_SILVER, empty);
    assertThat(empty.rows(ROWS)).containsExactly("a|0");
  }

  @Test
  void aCheckpointWhoseLogIsGoneIsReadFromTheTableAgainAndNothingTwice() throws Exception {
    TestPostgres postgres = TestPostgres.fresh();
    for (String id : List.of("a", "b", "c")) {
      land(id);
      refine(WITHOUT_SILVER, postgres);
    }
    land("d");
    upkeepAfter(Duration.ofDays(8));
    land("e");
    assertThat(upkeepAfter(Duration.ofDays(8)).entries()).isPositive();

    refine(WITHOUT_SILVER, postgres);

    assertThat(postgres.rows("select count(*), count(distinct assay_offset) from item"))
        .containsExactly("5|5");
    assertThat(postgres.rows(READ)).containsExactly("5|3");
  }

  private TableUpkeep.Done upkeepAfter(Duration time) {
    Environment.Lake folders = new Environment.Lake(lake.toUri().toString());
    return new TableUpkeep(
            SPARK,
            folders.raw("items"),
            folders.checkpoints("items"),
            Upkeep.DEFAULT,
            Clock.offset(Clock.systemUTC(), time))
        .run();
  }

  private void land(String... ids) {
    RawWriter.open(
            SPARK,
            new RawTable(new Environment.Lake(lake.toUri().toString()).raw("items")),
            WriterIdentity.of(SPARK, UUID.randomUUID()),
            Clock.systemUTC())
        .append(
            SPARK.createDataFrame(
                List.of(ids).stream()
                    .map(
                        id ->
                            RowFactory.create(
                                "items",
                                0,
                                next++,
                                new Timestamp(1_700_000_000_000L),
                                0,
                                null,
                                "{\"id\":\"%s\"}".formatted(id).getBytes(StandardCharsets.UTF_8),
                                List.of()))
                    .toList(),
                RawRecord.SCHEMA),
            Positions.none().with("items", 0, next));
  }

  private void refine(Pipeline pipeline, TestPostgres postgres) throws Exception {
    try (RefineRun run = start(pipeline, postgres, Optional.empty(), (source, batch) -> {})) {
      run.query().awaitTermination();
    }
  }

  private RefineRun start(
      Pipeline pipeline,
      TestPostgres postgres,
      Optional<Duration> interval,
      BatchListener listener) {
    Environment environment =
        new Environment(
            "test",
            new Environment.Kafka("127.0.0.1:1", Map.of(), Map.of()),
            new Environment.Lake(lake.toUri().toString()),
            postgres.database());
    RefineOptions options =
        new RefineOptions(
            Source.LAKE, interval, OptionalLong.empty(), End.CAUGHT_UP, Retries.PATIENT);
    return new RefineQuery(pipeline, environment, options)
        .start(
            SPARK,
            new RunInfo(UUID.randomUUID(), "app", "here", "test", "0123456789abcdef", "definition"),
            listener);
  }

  private static Pipeline pipeline(boolean silver) {
    return PipelineFile.parse(
        "items.conf",
        """
        pipeline = items
        silver = %s
        source { topics = [items], format = json }
        records {
          item {
            fields { id { from = id, type = text } }
            root = item
            tables { item { key = [id], columns { id = id } } }
          }
        }
        """
            .formatted(silver),
        Map.of());
  }
}
