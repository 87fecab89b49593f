package io.assay.flow.refine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.engine.record.RawRecord;
import io.assay.flow.TestSession;
import io.assay.flow.fault.FileSizeLimit;
import io.assay.flow.fault.LakeFolder;
import io.assay.flow.fault.Running;
import io.assay.flow.kafka.TestKafka;
import io.assay.flow.refine.RefineOptions.End;
import io.assay.flow.refine.RefineOptions.Source;
import io.assay.flow.retry.QueryRestarts;
import io.assay.flow.retry.RetriedWork;
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
import io.assay.postgres.RunInfo;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Level;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Streams of refine while the lake or Kafka is away, and when they are asked to stop. */
class RefineFaultsTest {
  private static final SparkSession SPARK = TestSession.spark();
  private static final Retries HASTY = new Retries(3, Duration.ofMillis(20), Duration.ofMillis(50));
  private static final Retries PATIENT =
      new Retries(600, Duration.ofMillis(50), Duration.ofMillis(200));
  private static final int LARGE = (int) RefineBatch.LARGE;

  private final TestPostgres postgres = TestPostgres.fresh();
  private final String topic = TestKafka.shared().topic(1);
  private final Pipeline pipeline =
      PipelineFile.parse(
          "items.conf",
          """
          pipeline = items
          source { topics = ["%s"], format = json }
          records {
            item {
              fields { id { from = id, type = bigint } }
              root = item
              tables { item { key = [id], columns { id = id } } }
            }
          }
          """
              .formatted(topic),
          Map.of());

  @TempDir Path folder;
  private LakeFolder lake;
  private Environment environment;

  @BeforeEach
  void makeLake() {
    lake = LakeFolder.in(folder);
    environment =
        new Environment(
            "test",
            TestKafka.shared().hastyEnvironment(),
            new Environment.Lake(lake.link().toUri().toString()),
            postgres.database());
  }

  @Test
  void peerBug15ALakeThatIsAwayForAWhileIsWaitedFor() throws Exception {
    land(0, 1);
    try (LogLines log = LogLines.of(QueryRestarts.class, Level.WARN);
        Running refine = new Running(start(Source.LAKE, PATIENT))) {
      refine.until("the first record", () -> stored() == 1);
      lake.takeAway();
      refine.until("two attempts", () -> log.lines().size() >= 2);
      lake.bringBack();
      land(1, 3);

      refine.until("what came meanwhile", () -> stored() == 4);
    }
    assertEverythingOnce(4);
    assertThat(silver()).containsExactly(0L, 1L, 2L, 3L);
  }

  @Test
  void peerBug15ALakeThatStaysAwayEndsRefineWithOneSentence() throws Exception {
    land(0, 1);
    try (LogLines log = LogLines.of(QueryRestarts.class, Level.WARN);
        Running refine = new Running(start(Source.LAKE, HASTY))) {
      refine.until("the first record", () -> stored() == 1);
      lake.takeAway();

      AssayException failure = refine.failure();
      assertThat(failure.kind()).isEqualTo(AssayException.Kind.EXTERNAL);
      assertThat(failure.getMessage())
          .contains(lake.link().toString(), "Bring it back")
          .doesNotContain("\n");
      assertThat(log.lines()).hasSize(2);
      assertThat(log.lines().get(0)).contains("attempt 1 of 3 failed");
    } finally {
      lake.bringBack();
    }
    land(1, 3);
    refineAll();
    assertEverythingOnce(4);
    assertThat(silver()).containsExactly(0L, 1L, 2L, 3L);
  }

  @Test
  void peerBug15ACheckpointThatCannotBeWrittenIsWaitedFor() throws Exception {
    land(0, 1);
    try (LogLines log = LogLines.of(QueryRestarts.class, Level.WARN);
        Running refine = new Running(start(Source.LAKE, PATIENT))) {
      refine.until("the first record", () -> stored() == 1);
      land(1, 3);
      try (FileSizeLimit ignored = FileSizeLimit.of(ProcessHandle.current().pid(), 10)) {
        refine.until("two attempts", () -> log.lines().size() >= 2);
      }
      land(4, 1);
      refine.until("what came meanwhile", () -> stored() == 5);
    }
    assertEverythingOnce(5);
    assertThat(silver()).containsExactly(0L, 1L, 2L, 3L, 4L);
  }

  @Test
  void peerBug15AKafkaThatIsAwayForAWhileIsWaitedFor() throws Exception {
    TestKafka.shared().send(topic, 0, "{\"id\":0}");
    try (LogLines log = LogLines.of(QueryRestarts.class, Level.WARN);
        Running refine = new Running(start(Source.KAFKA, PATIENT))) {
      refine.until("the first record", () -> stored() == 1);
      TestKafka.shared().broker().kill();
      try {
        refine.until("an attempt", () -> log.lines().size() >= 1);
      } finally {
        TestKafka.shared().broker().restart();
      }
      TestKafka.shared().send(topic, 0, "{\"id\":1}");

      refine.until("what came afterwards", () -> stored() == 2);
    }
    assertEverythingOnce(2);
  }

  /** The sessions end after the query has, so that nobody else connects again. */
  @Test
  void peerBug15AQueryThatIsStartedAgainConnectsAgainToTheDatabase() throws Exception {
    TestKafka.shared().send(topic, 0, "{\"id\":0}");
    try (LogLines log = LogLines.of(QueryRestarts.class, Level.WARN);
        Running refine = new Running(start(Source.KAFKA, PATIENT))) {
      refine.until("the first record", () -> stored() == 1);
      TestKafka.shared().broker().kill();
      try {
        refine.until("an attempt", () -> log.lines().size() >= 1);
        postgres.rows(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
      } finally {
        TestKafka.shared().broker().restart();
      }
      TestKafka.shared().send(topic, 0, "{\"id\":1}");

      refine.until("what came afterwards", () -> stored() == 2);
    }
    assertEverythingOnce(2);
  }

  @Test
  void peerBug15SilverThatCannotBeWrittenAtTheEndIsTriedAgain() throws Exception {
    land(0, 3);
    RefineRun run = start(Source.LAKE, PATIENT, Optional.empty());
    run.query().awaitTermination();
    lake.takeAway();
    Thread back =
        new Thread(
            () -> {
              try (LogLines log = LogLines.of(RetriedWork.class, Level.WARN)) {
                Running.awaitThat("two attempts", () -> log.lines().size() >= 2);
              } catch (Exception e) {
                throw new IllegalStateException(e);
              } finally {
                lake.bringBack();
              }
            });
    back.start();
    run.close();
    back.join();

    assertThat(silver()).containsExactly(0L, 1L, 2L);
  }

  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void peerBug17BackToBackBatchesAreStoppedBetweenTwoOrRolledBack() throws Exception {
    for (int file = 0; file < 12; file++) {
      land(file, 1);
    }
    try (Running refine = new Running(start(Source.LAKE, PATIENT))) {
      refine.until("some batches", () -> stored() >= 3);
    }
    assertStoppedCleanly();
    refineAll();
    assertEverythingOnce(12);
  }

  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void peerBug17ABatchThatIsMergedInTheBackgroundIsFinished() throws Exception {
    land(0, LARGE);
    RefineRun run = start(Source.LAKE, PATIENT);
    try (TestPostgres.Held ignored = postgres.hold("lock table item in share mode")) {
      Running.awaitThat("the merge", () -> !waitingForLocks().isEmpty());
      run.stopping();
      run.query().stop();
    }
    run.close();

    assertThat(stored()).isEqualTo(LARGE);
    assertStoppedCleanly();
    land(LARGE, 1);
    refineAll();
    assertEverythingOnce(LARGE + 1);
  }

  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void peerBug17WhileTheDatabaseIsDownARunEndsAtOnce() throws Exception {
    land(0, 1);
    RefineRun run = start(Source.LAKE, Retries.PATIENT);
    Running.awaitThat("the first record", () -> stored() == 1);
    TestPostgres.server().kill();
    try {
      land(1, 1);
      try (LogLines log = LogLines.of(RetriedWork.class, Level.WARN)) {
        Running.awaitThat("two attempts", () -> log.lines().size() >= 2);
      }
      run.stopping();
      assertThatThrownBy(() -> run.query().awaitTermination()).hasMessageContaining("SQLSTATE 08");
      run.close();
    } finally {
      TestPostgres.server().restart();
    }
    refineAll();
    assertEverythingOnce(2);
  }

  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void peerBug17ABatchThatAStalledDatabaseDoesNotAnswerIsGivenUp() throws Exception {
    land(0, LARGE);
    RefineRun run = start(Source.LAKE, PATIENT);
    long session;
    try (TestPostgres.Held ignored = postgres.hold("lock table item in share mode")) {
      Running.awaitThat("the merge", () -> !waitingForLocks().isEmpty());
      session = Long.parseLong(waitingForLocks().get(0));
      signal("STOP", session);
    }
    try {
      run.stopping();
      run.query().stop();
      run.abandon();
      run.close();
      assertThat(stored()).isZero();
    } finally {
      signal("CONT", session);
    }
    refineAll();
    assertEverythingOnce(LARGE);
    assertThat(postgres.rows("select status from assay.run order by started_at"))
        .containsExactly("lost", "stopped");
  }

  private static void signal(String signal, long pid) throws Exception {
    assertThat(
            new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                .inheritIO()
                .start()
                .waitFor())
        .isZero();
  }

  private void assertStoppedCleanly() {
    assertThat(postgres.rows("select count(*) from pg_tables where schemaname = 'assay_staging'"))
        .containsExactly("0");
    assertThat(postgres.rows("select status from assay.run")).containsExactly("stopped");
  }

  private void assertEverythingOnce(int count) {
    assertThat(postgres.rows("select count(*), count(distinct id), min(id), max(id) from item"))
        .containsExactly("%d|%d|0|%d".formatted(count, count, count - 1));
    assertThat(postgres.rows("select sum(raw), sum(applied) from assay.batch_topic"))
        .containsExactly(count + "|" + count);
    assertThat(postgres.rows("select count(*) from assay.quarantine")).containsExactly("0");
    assertThat(postgres.rows("select count(*) from pg_tables where schemaname = 'assay_staging'"))
        .containsExactly("0");
  }

  private long stored() {
    return Long.parseLong(postgres.rows("select count(*) from item").get(0));
  }

  private List<String> waitingForLocks() {
    return postgres.rows(
        "select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");
  }

  private List<Long> silver() {
    return new SilverTable(environment.lake().silver("items", "item"), "items/item")
        .read(SPARK).select("id").orderBy("id").collectAsList().stream()
            .map(row -> row.getLong(0))
            .toList();
  }

  private void refineAll() throws Exception {
    try (RefineRun run = start(Source.LAKE, PATIENT, Optional.empty())) {
      run.query().awaitTermination();
    }
  }

  private RefineRun start(Source source, Retries retries) {
    return start(source, retries, Optional.of(Duration.ZERO));
  }

  private RefineRun start(Source source, Retries retries, Optional<Duration> interval) {
    return new RefineQuery(
            pipeline,
            environment,
            new RefineOptions(
                source,
                interval,
                source == Source.LAKE ? OptionalLong.of(1) : OptionalLong.empty(),
                End.STOPPED,
                retries))
        .start(
            SPARK,
            new RunInfo(UUID.randomUUID(), "app", "here", "test", "0123456789abcdef", "definition"),
            (from, committed) -> {});
  }

  private void land(long from, int count) {
    List<Row> records = new ArrayList<>();
    for (long id = from; id < from + count; id++) {
      records.add(
          RowFactory.create(
              topic,
              0,
              id,
              new Timestamp(1_700_000_000_000L),
              0,
              null,
              "{\"id\":%d}".formatted(id).getBytes(UTF_8),
              List.of()));
    }
    RawWriter.open(
            SPARK,
            new RawTable(environment.lake().raw("items")),
            WriterIdentity.of(SPARK, UUID.randomUUID()),
            Clock.systemUTC())
        .append(
            SPARK.createDataFrame(records, RawRecord.SCHEMA).coalesce(1),
            Positions.none().with(topic, 0, from + count));
  }
}
