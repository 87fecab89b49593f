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
import io.assay.postgres.CommittedBatch;
import io.assay.postgres.DatabaseConnector;
import io.assay.postgres.PipelineDatabase;
import io.assay.postgres.RunInfo;
import io.assay.postgres.quarantine.Alerts;
import io.assay.postgres.quarantine.Quarantine;
import io.assay.postgres.quarantine.Selection;
import io.assay.postgres.report.LedgerReport;
import io.assay.postgres.report.TopicTotals;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Level;
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
 * Quarantined records that are refined again with a corrected definition, and breakers, with the
 * production code from the raw bytes on.
 */
class QuarantineAndBreakerTest {
  private static final SparkSession SPARK = TestSession.spark();
  private static final Retries QUICK =
      new Retries(50, Duration.ofMillis(100), Duration.ofSeconds(1));

  private final TestPostgres postgres = TestPostgres.fresh();
  private final List<CommittedBatch> committed = new ArrayList<>();
  private PipelineDatabase database;
  private RefineBatch batch;
  private Pipeline pipeline;
  private Environment.Lake lake;
  @TempDir Path folder;

  @BeforeAll
  static void registerFunctions() {
    AssayFunctions.register(SPARK);
  }

  @BeforeEach
  void nameTheLake() {
    lake = new Environment.Lake(folder.toUri().toString());
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void peerBug19AQuarantinedRecordIsAppliedOnceAfterTheRuleWasFixedAndResolved() throws Exception {
    open(100, "");
    List<Row> records = List.of(device(0, 5000, "a"), device(1, 50, "b"), device(2, 9999, "c"));
    land(records);
    batch.call(dataset(records), 0L);
    assertThat(devices()).containsExactly("b|50");
    reopen(6000, "");

    requeue(Selection.ALL);
    assertThat(devices()).as("the command itself changes no target table").containsExactly("b|50");
    assertThat(batch.refineRequeued(SPARK)).isEqualTo(2);
    assertThat(batch.refineRequeued(SPARK)).isZero();
    batch.call(dataset(records), 1L);

    assertThat(devices()).containsExactly("a|5000", "b|50");
    assertThat(
            postgres.rows(
                "select record_offset, state, outcome from assay.quarantine order by record_offset"))
        .containsExactly("0|resolved|applied", "2|open|null");
    assertThat(
            postgres.rows(
                "select source, raw, applied, quarantined from assay.batch join assay.batch_topic using (batch_id) order by batch_id"))
        .containsExactly("lake|3|1|2", "requeued|2|1|1");
    assertThat(totals()).isEqualTo(new TopicTotals("devices", 3, 2, 1, 0, 0, 0));
    assertThat(
            postgres.rows(
                "select record_offset, rule, pipeline_version from assay.finding order by batch_id, record_offset"))
        .containsExactly("0|power|100", "2|power|100", "2|power|6000");
    new SilverWriter(SPARK, database, Optional.empty(), lake).catchUp();
    assertThat(silver()).containsExactly("a|false", "b|true");
  }

  @Test
  void aRequeuedRecordThatIsNotInTheRawTableStaysOpenAndSaysWhy() throws Exception {
    open(100, "");
    List<Row> records = List.of(device(0, 5000, "a"), device(1, 5001, "b"));
    land(records.subList(0, 1));
    batch.call(dataset(records), 0L);
    reopen(9000, "");
    requeue(Selection.ALL);

    batch.releaseHeld(SPARK);

    assertThat(devices()).containsExactly("a|5000");
    assertThat(postgres.rows("select record_offset, state from assay.quarantine order by 1"))
        .containsExactly("0|resolved", "1|open");
    assertThat(
            postgres.rows(
                "select reason from assay.quarantine_change where record_offset = 1 and state = 'open'"))
        .singleElement(org.assertj.core.api.InstanceOfAssertFactories.STRING)
        .contains("does not have the record: it was not landed, or retention removed it");
  }

  @Test
  void aRuleOfSeverityFailLeavesRequeuedRecordsOpenAndDoesNotStopTheOthers() throws Exception {
    open(100, "");
    List<Row> records = List.of(device(0, 666, "a"), device(1, 50, "b"));
    land(records);
    batch.call(dataset(records), 0L);
    reopen(9000, "");
    requeue(Selection.ALL);

    batch.call(dataset(List.of(device(2, 51, "c"))), 1L);

    assertThat(devices()).containsExactly("b|50", "c|51");
    assertThat(postgres.rows("select state from assay.quarantine")).containsExactly("open");
    assertThat(postgres.rows("select reason from assay.quarantine_change where state = 'open'"))
        .singleElement(org.assertj.core.api.InstanceOfAssertFactories.STRING)
        .contains("rule no-fire at devices/0/0");
  }

  @Test
  void aRecordThatWasQuarantinedFromKafkaIsReadFromTheRawTable() throws Exception {
    open(100, "");
    batch = batch(BatchSource.KAFKA);
    List<Row> records = List.of(device(0, 5000, "a"));
    batch.call(dataset(records), 0L);
    land(records);
    reopen(9000, "");
    batch = batch(BatchSource.KAFKA);
    requeue(Selection.ALL);

    batch.call(dataset(List.of(device(1, 1, "b"))), 1L);

    assertThat(devices()).containsExactly("a|5000", "b|1");
    assertThat(postgres.rows("select source from assay.batch order by batch_id"))
        .containsExactly("kafka", "kafka", "requeued");
  }

  @Test
  void peerBug18RejectedRecordsOverTheThresholdStopThePipelineWithAMetricAndALogLine()
      throws Exception {
    open(100, "breaker { rejected { percent = 20, window = 10 minutes, min-records = 4 } }");
    List<Row> records =
        List.of(device(0, 1, "a"), device(1, 1, "b"), device(2, 1, "c"), device(3, 5000, "d"));

    try (LogLines log = LogLines.of(AlertReaction.class, Level.WARN)) {
      assertThatThrownBy(() -> batch.call(dataset(records), 0L))
          .isInstanceOf(AssayException.class)
          .hasMessageContaining("Stopped by the breaker rejected of the pipeline devices")
          .hasMessageContaining("1 of 4 records within 10 minutes are quarantined: above 20 %")
          .hasMessageContaining("submit/assay breaker reset devices")
          .extracting("kind")
          .isEqualTo(AssayException.Kind.DATA);
      assertThat(log.lines())
          .containsExactly(
              "ALERT pipeline=devices batch=1 source=breaker name=rejected action=fail failed=1 records=4 message=\"1 of 4 records within 10 minutes are quarantined: above 20 %\"");
    }

    assertThat(committed).singleElement().satisfies(each -> assertThat(each.alerts()).hasSize(1));
    assertThat(devices()).containsExactly("a|1", "b|1", "c|1");
    assertThat(postgres.rows("select record_offset from assay.quarantine")).containsExactly("3");
    assertThat(postgres.rows("select name, action, failed, records from assay.alert"))
        .containsExactly("rejected|fail|1|4");
    assertThatThrownBy(() -> batch.call(dataset(records), 0L))
        .as("the batch again, as after a connection that was lost at the commit")
        .hasMessageContaining("was stopped by a breaker");
    resetBreakers();
    batch.call(dataset(List.of(device(4, 1, "e"))), 1L);
    assertThat(devices()).hasSize(4);
  }

  @Test
  void aBreakerThatPausesLetsNoBatchBeginUntilTheTimeIsOver() throws Exception {
    open(
        100,
        "breaker { rejected { count = 1, window = 10 minutes, action = pause, pause = 3 seconds } }");
    batch.call(dataset(List.of(device(0, 5000, "a"))), 0L);

    batch.call(dataset(List.of(device(1, 1, "b"))), 1L);

    assertThat(
            postgres.rows(
                "select b.started_at >= a.paused_until from assay.alert a, assay.batch b where b.batch_id > a.batch_id"))
        .containsExactly("t");
  }

  @Test
  void aPauseThatSomebodyEndsIsOverAndHeldRecordsWaitForIt() throws Exception {
    open(
        100,
        "breaker { rejected { count = 1, window = 10 minutes, action = pause, pause = 1 day } }");
    batch.call(dataset(List.of(device(0, 5000, "a"))), 0L);
    batch.releaseHeld(SPARK);

    CompletableFuture<Void> next =
        CompletableFuture.runAsync(
            () -> {
              try {
                batch.call(dataset(List.of(device(1, 1, "b"))), 1L);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    assertThatThrownBy(() -> next.get(2, TimeUnit.SECONDS))
        .isInstanceOf(java.util.concurrent.TimeoutException.class);
    resetBreakers();
    next.get(1, TimeUnit.MINUTES);

    assertThat(devices()).containsExactly("b|1");
  }

  @Test
  void theCostOfRulesIsMeasuredOnOneRecordOfAThousand() throws Exception {
    open(100, "");

    batch.call(dataset(List.of(device(1000, 1, "a"), device(1001, 5000, "b"))), 0L);
    batch.call(dataset(List.of(device(1002, 1, "c"))), 1L);

    assertThat(
            postgres.rows(
                "select batch_id, kind, rule, failed, micros is not null from assay.batch_rule order by 1, 2, 3"))
        .containsExactly("1|device|no-fire|0|t", "1|device|power|1|t");
    assertThat(committed.get(0).rules()).hasSize(2);
    assertThat(committed.get(1).rules()).isEmpty();
  }

  private void open(int mostPower, String parts) {
    pipeline =
        PipelineFile.parse(
            "devices.conf",
            """
            pipeline = devices
            source { topics = [devices], format = json }
            %s
            records {
              device {
                fields { id { from = id, type = text }, power { from = power, type = integer } }
                rules {
                  power { field = power, range = [0, %d] }
                  no-fire { check = "power <> 666 or %d = 100", severity = fail }
                }
                tables { device { key = [id], columns { id = id, power = power } } }
              }
            }
            """
                .formatted(parts, mostPower, mostPower),
            Map.of());
    database =
        PipelineDatabase.open(
            postgres.database(),
            pipeline,
            new RunInfo(UUID.randomUUID(), "app", "here", "test", "" + mostPower, "definition"));
    batch = batch(BatchSource.LAKE);
  }

  private void reopen(int mostPower, String parts) {
    database.close();
    open(mostPower, parts);
  }

  private RefineBatch batch(BatchSource source) {
    return new RefineBatch(
        database,
        Optional.empty(),
        new RawTable(lake.raw("devices")),
        source,
        End.STOPPED,
        QUICK,
        (from, done) -> committed.add(done));
  }

  private void requeue(Selection selection) throws SQLException {
    try (Connection connection = connect()) {
      new Quarantine(connection, "devices").requeue(selection, "me", Optional.of("fixed"));
    }
  }

  private void resetBreakers() throws SQLException {
    try (Connection connection = connect()) {
      assertThat(new Alerts(connection, "devices").reset(Optional.empty(), "me"))
          .containsExactly("rejected");
    }
  }

  private TopicTotals totals() throws SQLException {
    try (Connection connection = connect()) {
      return new LedgerReport(connection, "devices").topics().get(0);
    }
  }

  private Connection connect() {
    return new DatabaseConnector(postgres.database()).open("test");
  }

  private List<String> devices() {
    return postgres.rows("select id, power from device order by id");
  }

  private List<String> silver() {
    return new SilverTable(lake.silver("devices", "device"), "devices/device")
        .read(SPARK).selectExpr("id", "assay_batch = 1").orderBy("id").collectAsList().stream()
            .map(row -> row.mkString("|"))
            .toList();
  }

  private void land(List<Row> records) {
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

  private static Dataset<Row> dataset(List<Row> records) {
    return SPARK.createDataFrame(new ArrayList<>(records), RawRecord.SCHEMA);
  }

  private static Row device(long offset, int power, String id) {
    return RowFactory.create(
        "devices",
        0,
        offset,
        new Timestamp(1_700_000_000_000L + offset),
        0,
        id.getBytes(StandardCharsets.UTF_8),
        "{\"id\":\"%s\",\"power\":%d}".formatted(id, power).getBytes(StandardCharsets.UTF_8),
        List.of());
  }
}
