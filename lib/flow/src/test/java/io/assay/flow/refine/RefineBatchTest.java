package io.assay.flow.refine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.engine.function.AssayFunctions;
import io.assay.engine.record.RawRecord;
import io.assay.flow.TestSession;
import io.assay.flow.refine.RefineOptions.End;
import io.assay.flow.retry.Retries;
import io.assay.lake.Positions;
import io.assay.lake.RawTable;
import io.assay.lake.RawWriter;
import io.assay.lake.SilverTable;
import io.assay.lake.WriterIdentity;
import io.assay.model.AssayException;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import io.assay.model.file.PipelineFile;
import io.assay.postgres.BatchSource;
import io.assay.postgres.PipelineDatabase;
import io.assay.postgres.RunInfo;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Batches without a stream: the same one twice, with a gap, with faults before and after the
 * commit.
 */
class RefineBatchTest {
  private static final SparkSession SPARK = TestSession.spark();
  private static final Retries QUICK =
      new Retries(300, Duration.ofMillis(100), Duration.ofSeconds(1));
  private static final Pipeline PIPELINE =
      PipelineFile.parse(
          "devices.conf",
          """
          pipeline = devices
          source { topics = [models, devices], format = json }
          records {
            model {
              when = "_topic = 'models'"
              fields { name { from = name, type = text }, maker { from = maker, type = text } }
              rules { present { required = [name] } }
              tables { model { key = [name], columns { name = name, maker = maker } } }
              root = model
            }
            device {
              when = "_topic = 'devices'"
              fields {
                id { from = id, type = text }
                model { from = model, type = text }
                power { from = power, type = integer }
                version { from = version, type = integer }
              }
              sequence = version
              delete { when = "_tombstone", key { id = "_key" } }
              rules {
                present { required = [id] }
                power-range { field = power, range = [0, 1000] }
                no-fire { check = "power <> 666", fields = [power], severity = fail }
                round { check = "power % 10 <> 7", fields = [power], severity = warn }
              }
              tables {
                device {
                  key = [id]
                  columns { id = id, model = model, power = power }
                  references { model { columns = [model], orphan { hold = 1 day, then = reject } } }
                }
              }
              root = device
            }
          }
          """,
          Map.of());

  private final TestPostgres postgres = TestPostgres.fresh();
  private PipelineDatabase database;
  private RefineBatch batch;
  @TempDir Path folder;

  @BeforeAll
  static void registerFunctions() {
    AssayFunctions.register(SPARK);
  }

  @BeforeEach
  void open() {
    database =
        PipelineDatabase.open(
            postgres.database(),
            PIPELINE,
            new RunInfo(
                UUID.randomUUID(), "app", "here", "test", "0123456789abcdef", "definition"));
    batch = batch(End.STOPPED);
  }

  private RefineBatch batch(End end) {
    return new RefineBatch(
        database,
        Optional.empty(),
        new RawTable(folder.resolve("raw").toUri().toString()),
        BatchSource.LAKE,
        end,
        QUICK,
        (source, committed) -> {});
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void theSameBatchTwiceChangesNothing() throws Exception {
    List<Row> records =
        List.of(model(0, "m"), device(0, "a", "m", 1, 1), device(1, "b", "m", 2, 1));
    batch.call(dataset(records), 0L);
    List<String> before = postgres.rows("select * from device order by id");

    batch.call(dataset(records), 0L);
    batch.call(dataset(records), 7L);

    assertThat(before).hasSize(2);
    assertThat(postgres.rows("select * from device order by id")).isEqualTo(before);
    assertThat(counts()).containsExactly("devices|2|2|0|0|0|0", "models|1|1|0|0|0|0");
  }

  @Test
  void aBatchThatRepeatsOldRecordsAndHasNewOnesAppliesTheNewOnesOnly() throws Exception {
    batch.call(
        dataset(List.of(model(0, "m"), device(0, "a", "m", 1, 1), device(2, "c", "m", 1, 1))), 0L);

    batch.call(
        dataset(
            List.of(
                device(0, "a", "m", 1, 1), device(1, "b", "m", 1, 1), device(2, "c", "m", 1, 1))),
        0L);

    assertThat(postgres.rows("select id, assay_offset from device order by id"))
        .containsExactly("a|0", "b|1", "c|2");
    assertThat(counts()).containsExactly("devices|3|3|0|0|0|0", "models|1|1|0|0|0|0");
    assertThat(postgres.rows("select offsets from assay.applied where topic = 'devices'"))
        .containsExactly("{[0,3)}");
  }

  @Test
  void theNewestVersionWinsInTheBatchAndAgainstTheStoredRow() throws Exception {
    batch.call(
        dataset(
            List.of(
                model(0, "m"),
                device(0, "a", "m", 1, 1),
                device(1, "a", "m", 3, 3),
                device(2, "a", "m", 2, 2))),
        0L);
    batch.call(dataset(List.of(device(3, "a", "m", 9, 2))), 1L);

    assertThat(postgres.rows("select id, power, assay_sequence, assay_offset from device"))
        .containsExactly("a|3|3|1");
    assertThat(counts()).containsExactly("devices|4|1|0|0|3|0", "models|1|1|0|0|0|0");
  }

  @Test
  void updateDeleteUpdateEndsUpdatedAndAnOlderEventAfterADeletionChangesNothing() throws Exception {
    batch.call(
        dataset(
            List.of(
                model(0, "m"),
                device(0, "a", "m", 1, 1),
                tombstone(1, "a"),
                device(2, "a", "m", 2, 2))),
        0L);
    assertThat(postgres.rows("select id, power from device")).containsExactly("a|2");

    batch.call(dataset(List.of(tombstone(3, "a"))), 1L);
    batch.call(dataset(List.of(device(4, "b", "m", 1, 1))), 2L);

    assertThat(postgres.rows("select id from device")).containsExactly("b");
  }

  @Test
  void aChildWaitsForItsParentAndIsReleasedOnce() throws Exception {
    batch.call(dataset(List.of(device(0, "a", "later", 1, 1))), 0L);
    assertThat(counts()).containsExactly("devices|1|0|0|0|0|1");
    assertThat(postgres.rows("select id from device")).isEmpty();

    batch.call(dataset(List.of(model(0, "later"))), 1L);
    batch.call(dataset(List.of(device(0, "a", "later", 1, 1), model(0, "later"))), 2L);

    assertThat(postgres.rows("select id, assay_offset from device")).containsExactly("a|0");
    assertThat(postgres.rows("select count(*) from assay.held")).containsExactly("0");
    assertThat(
            postgres.rows(
                "select source, raw, applied from assay.batch join assay.batch_topic using (batch_id) order by 1"))
        .containsExactly("held|1|1", "lake|1|0", "lake|1|1");
  }

  @Test
  void aRunThatCatchesUpGivesUpWaitingOnlyWhenItHasReadEverything() throws Exception {
    batch = batch(End.CAUGHT_UP);
    batch.call(dataset(List.of(device(0, "a", "later", 1, 1), device(1, "b", "never", 1, 1))), 0L);
    passDeadlines();

    batch.call(dataset(List.of(model(0, "m"))), 1L);
    assertThat(postgres.rows("select count(*) from assay.quarantine")).containsExactly("0");
    batch.call(dataset(List.of(model(1, "later"))), 2L);
    batch.releaseHeld(SPARK);

    assertThat(postgres.rows("select id from device")).containsExactly("a");
    assertThat(postgres.rows("select record_offset from assay.quarantine")).containsExactly("1");
  }

  @Test
  void aRunThatGoesOnGivesUpWaitingAfterTheNextBatch() throws Exception {
    batch.call(dataset(List.of(device(0, "a", "never", 1, 1))), 0L);
    passDeadlines();

    batch.call(dataset(List.of(model(0, "m"))), 1L);

    assertThat(postgres.rows("select record_offset from assay.quarantine")).containsExactly("0");
  }

  @Test
  void aRowIsStampedWithItsOwnRecordAlsoWhenThatHadToWait() throws Exception {
    batch.call(
        dataset(List.of(model(5, "m"), device(3, "a", "m", 17, 1), device(4, "b", "later", 27, 1))),
        0L);
    batch.call(dataset(List.of(model(6, "later"))), 1L);

    assertThat(
            postgres.rows(
                "select id, assay_topic, assay_partition, assay_offset,"
                    + " (extract(epoch from assay_time) * 1000)::bigint, assay_warnings, source"
                    + " from device join assay.origin using (assay_batch) order by id"))
        .containsExactly(
            "a|devices|0|3|1700000000003|{round}|lake", "b|devices|0|4|1700000000004|{round}|held");
    assertThat(postgres.rows("select record_offset, rule from assay.finding order by 1"))
        .containsExactly("3|round", "4|round");
  }

  private void passDeadlines() {
    postgres.rows(
        "with passed as (update assay.held set held_at = held_at - interval '2 days', deadline = now() returning 1)"
            + " select count(*) from passed");
  }

  @Test
  void whatIsNotValidIsQuarantinedWithEveryReason() throws Exception {
    batch.call(
        dataset(
            List.of(record("devices", 0, "a", "{\"power\":5000}"), record("devices", 1, "b", "{"))),
        0L);

    assertThat(
            postgres.rows(
                "select record_offset, rule, field, value from assay.finding order by record_offset, rule"))
        .containsExactly("0|power-range|power|5000", "0|present|id|null", "1|decode|null|{");
    assertThat(postgres.rows("select record_offset, kind from assay.quarantine order by 1"))
        .containsExactly("0|device", "1|device");
  }

  @Test
  void aRuleOfSeverityFailAppliesNothingAndNamesTheRecord() {
    assertThatThrownBy(
            () ->
                batch.call(
                    dataset(
                        List.of(
                            model(0, "m"), device(0, "a", "m", 1, 1), device(1, "b", "m", 666, 1))),
                    0L))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("rule no-fire at devices/0/1")
        .satisfies(
            e -> assertThat(((AssayException) e).kind()).isEqualTo(AssayException.Kind.DATA));

    assertThat(postgres.rows("select count(*) from device")).containsExactly("0");
    assertThat(postgres.rows("select count(*) from assay.batch")).containsExactly("0");
  }

  @Test
  void aLostConnectionIsTakenUpAgainAndTheBatchAppliedOnce() throws Exception {
    batch.call(dataset(List.of(model(0, "m"), device(0, "a", "m", 1, 1))), 0L);
    postgres.rows(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");

    batch.call(dataset(List.of(device(1, "b", "m", 1, 1))), 1L);

    assertThat(postgres.rows("select id from device order by id")).containsExactly("a", "b");
    assertThat(counts()).containsExactly("devices|2|2|0|0|0|0", "models|1|1|0|0|0|0");
  }

  @Test
  void aServerThatCrashesAndComesBackIsWaitedForAndTheQuarantineStaysEmpty() throws Exception {
    batch.call(dataset(List.of(model(0, "m"), device(0, "a", "m", 1, 1))), 0L);
    TestPostgres.server().kill();
    Thread back = new Thread(TestPostgres.server()::restart);
    back.start();

    batch.call(dataset(List.of(device(1, "b", "m", 1, 1))), 1L);
    back.join();

    assertThat(postgres.rows("select id from device order by id")).containsExactly("a", "b");
    assertThat(postgres.rows("select count(*) from assay.quarantine")).containsExactly("0");
  }

  @Test
  void silverHasWhatWasAcceptedOnceWhateverHappensBetweenCommitAndSilver() throws Exception {
    Environment.Lake lake = new Environment.Lake(folder.toUri().toString());
    List<Row> first =
        List.of(model(0, "m"), device(0, "a", "m", 1, 1), device(1, "b", "m", 5000, 1));
    List<Row> second = List.of(device(2, "a", "m", 2, 2), device(3, "c", "later", 1, 1));
    land(lake, first);
    batch.call(dataset(first), 0L);
    new SilverWriter(SPARK, database, Optional.empty(), lake).catchUp();
    land(lake, second);
    batch.call(dataset(second), 1L);

    new SilverWriter(SPARK, database, Optional.empty(), lake).catchUp();
    postgres.rows(
        "with forgotten as (update assay.batch set silver = false returning 1) select count(*) from forgotten");
    new SilverWriter(SPARK, database, Optional.empty(), lake).catchUp();

    assertThat(silver(lake, "device")).containsExactly("a|1|0", "a|2|2");
    List<Row> third = List.of(model(1, "later"));
    land(lake, third);
    batch.call(dataset(third), 2L);
    new SilverWriter(SPARK, database, Optional.empty(), lake).catchUp();
    assertThat(silver(lake, "device")).containsExactly("a|1|0", "a|2|2", "c|1|3");
    assertThat(postgres.rows("select count(*) from assay.batch where not silver"))
        .containsExactly("0");
  }

  @Test
  void silverThatIsGivenUpIsLeftToTheNextRun() throws Exception {
    Environment.Lake lake = new Environment.Lake(folder.toUri().toString());
    List<Row> records = List.of(model(0, "m"), device(0, "a", "m", 1, 1));
    land(lake, records);
    batch.call(dataset(records), 0L);
    SilverWriter silver = new SilverWriter(SPARK, database, Optional.empty(), lake);

    silver.giveUp();
    assertThatThrownBy(silver::catchUp)
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("could not be brought up to date in the time");

    assertThat(postgres.rows("select silver from assay.batch")).containsExactly("f");

    new SilverWriter(SPARK, database, Optional.empty(), lake).catchUp();

    assertThat(silver(lake, "device")).containsExactly("a|1|0");
    assertThat(postgres.rows("select silver from assay.batch")).containsExactly("t");
  }

  @Test
  void silverGoesOnBehindABatchThatItHasAndTheLedgerDoesNotKnowOf() throws Exception {
    Environment.Lake lake = new Environment.Lake(folder.toUri().toString());
    List<Row> first = List.of(model(0, "m"), device(0, "a", "m", 1, 1));
    List<Row> second = List.of(device(1, "b", "m", 2, 1));
    land(lake, first);
    batch.call(dataset(first), 0L);
    new SilverWriter(SPARK, database, Optional.empty(), lake).catchUp();
    postgres.rows(
        "with forgotten as (update assay.batch set silver = false returning 1) select count(*) from forgotten");
    land(lake, second);
    batch.call(dataset(second), 1L);

    new SilverWriter(SPARK, database, Optional.empty(), lake).catchUp();

    assertThat(silver(lake, "device")).containsExactly("a|1|0", "b|2|1");
  }

  @Test
  void silverWaitsForRecordsThatHaveNotLanded() throws Exception {
    Environment.Lake lake = new Environment.Lake(folder.toUri().toString());
    List<Row> records = List.of(model(0, "m"), device(0, "a", "m", 1, 1));
    batch.call(dataset(records), 0L);
    new SilverWriter(SPARK, database, Optional.empty(), lake).catchUp();
    assertThat(postgres.rows("select silver from assay.batch")).containsExactly("f");

    land(lake, records);
    new SilverWriter(SPARK, database, Optional.empty(), lake).catchUp();

    assertThat(silver(lake, "device")).containsExactly("a|1|0");
    assertThat(postgres.rows("select silver from assay.batch")).containsExactly("t");
  }

  @Test
  void silverLeavesOutWhatOnlyTheDatabaseRefuses() throws Exception {
    Environment.Lake lake = new Environment.Lake(folder.toUri().toString());
    List<Row> records =
        List.of(
            model(0, "m"),
            device(0, "a", "m", 1, 1),
            device(1, "b", "never", 2, 1),
            device(2, "c", "m", 3, 1));
    land(lake, records);
    batch.call(dataset(records), 0L);
    passDeadlines();
    batch.releaseHeld(SPARK);
    assertThat(postgres.rows("select record_offset from assay.quarantine")).containsExactly("1");

    new SilverWriter(SPARK, database, Optional.empty(), lake).catchUp();

    assertThat(silver(lake, "device")).containsExactly("a|1|0", "c|3|2");
  }

  private static List<String> silver(Environment.Lake lake, String kind) {
    return new SilverTable(lake.silver("devices", kind), "devices/" + kind)
            .read(SPARK)
            .selectExpr("id", "power", "assay_offset")
            .orderBy("assay_offset")
            .collectAsList()
            .stream()
            .map(row -> row.mkString("|"))
            .toList();
  }

  private static void land(Environment.Lake lake, List<Row> records) {
    RawTable raw = new RawTable(lake.raw("devices"));
    RawWriter writer =
        RawWriter.open(SPARK, raw, WriterIdentity.of(SPARK, UUID.randomUUID()), Clock.systemUTC());
    Positions ends = writer.positions();
    for (Row record : records) {
      ends =
          ends.advancedTo(
              Positions.none().with(record.getString(0), record.getInt(1), record.getLong(2) + 1));
    }
    writer.append(dataset(records), ends);
  }

  private List<String> counts() {
    return postgres.rows(
        "select topic, sum(raw), sum(applied), sum(quarantined), sum(filtered), sum(superseded), sum(held)"
            + " from assay.batch_topic group by topic order by topic");
  }

  private static Dataset<Row> dataset(List<Row> records) {
    return SPARK.createDataFrame(new ArrayList<>(records), RawRecord.SCHEMA);
  }

  private static Row model(long offset, String name) {
    return record("models", offset, name, "{\"name\":\"" + name + "\"}");
  }

  private static Row device(long offset, String id, String model, int power, int version) {
    return record(
        "devices",
        offset,
        id,
        "{\"id\":\"%s\",\"model\":\"%s\",\"power\":%d,\"version\":%d}"
            .formatted(id, model, power, version));
  }

  private static Row tombstone(long offset, String id) {
    return record("devices", offset, id, null);
  }

  private static Row record(String topic, long offset, String key, String value) {
    return RowFactory.create(
        topic,
        0,
        offset,
        new Timestamp(1_700_000_000_000L + offset),
        0,
        key.getBytes(StandardCharsets.UTF_8),
        value == null ? null : value.getBytes(StandardCharsets.UTF_8),
        List.of());
  }
}
