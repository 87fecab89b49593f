package io.assay.flow.refine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.assay.engine.function.AssayFunctions;
import io.assay.engine.record.RawRecord;
import io.assay.flow.TestSession;
import io.assay.flow.fault.FileSizeLimit;
import io.assay.flow.fault.Running;
import io.assay.flow.fault.SmallDisk;
import io.assay.flow.refine.RefineOptions.End;
import io.assay.flow.retry.RetriedWork;
import io.assay.flow.retry.Retries;
import io.assay.lake.RawTable;
import io.assay.model.AssayException;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import io.assay.model.file.PipelineFile;
import io.assay.postgres.BatchSource;
import io.assay.postgres.PipelineDatabase;
import io.assay.postgres.RunInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Level;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Batches while the database fails, in each of the ways that a server can. */
class DatabaseFaultsTest {
  private static final SparkSession SPARK = TestSession.spark();
  private static final Retries HASTY = new Retries(3, Duration.ofMillis(20), Duration.ofMillis(50));
  private static final Retries PATIENT =
      new Retries(600, Duration.ofMillis(50), Duration.ofMillis(200));
  private static final Pipeline PIPELINE =
      PipelineFile.parse(
          "items.conf",
          """
          pipeline = items
          silver = false
          source { topics = [items], format = json }
          records {
            item {
              fields { id { from = id, type = bigint }, body { from = body, type = text } }
              root = item
              tables { item { key = [id], columns { id = id, body = body } } }
            }
          }
          """,
          Map.of());

  private final TestPostgres postgres = TestPostgres.fresh();
  @TempDir Path folder;

  @BeforeAll
  static void registerFunctions() {
    AssayFunctions.register(SPARK);
  }

  /** Brings a fault about; closing what it gives ends the fault. */
  @FunctionalInterface
  private interface Cause {
    AutoCloseable begin(TestPostgres postgres) throws Exception;
  }

  /** Every fault that the documentation lists, with what users are told. */
  @SuppressWarnings("ImmutableEnumChecker") // durations and functions do not change
  private enum Fault {
    NO_GRANT(
        "SQLSTATE 42501",
        "Grant the role the rights",
        Bounds.USUAL,
        postgres -> {
          postgres.execute("revoke insert on item from assay");
          return () -> postgres.execute("grant insert on item to assay");
        }),
    TABLE_LOCKED(
        "SQLSTATE 55P03",
        "raise lock-timeout",
        Bounds.SHORT_FOR_LOCKS,
        postgres -> postgres.hold("lock table item in share mode")),
    STATEMENT_TOO_LONG(
        "SQLSTATE 57014",
        "raise statement-timeout",
        Bounds.SHORT_FOR_STATEMENTS,
        postgres -> postgres.hold("lock table item in share mode")),
    NO_CONNECTION_LEFT(
        "SQLSTATE 53300",
        "raise the limit",
        Bounds.USUAL,
        postgres -> {
          postgres.administer("alter database %s connection limit 0".formatted(postgres.name()));
          return () ->
              postgres.administer(
                  "alter database %s connection limit -1".formatted(postgres.name()));
        }),
    READ_ONLY(
        "SQLSTATE 25006",
        "point the url at the primary",
        Bounds.USUAL,
        postgres -> {
          postgres.administer(
              "alter database %s set default_transaction_read_only = on"
                  .formatted(postgres.name()));
          return () ->
              postgres.administer(
                  "alter database %s reset default_transaction_read_only"
                      .formatted(postgres.name()));
        }),
    DOWN(
        "SQLSTATE 08",
        "Check that the server runs",
        Bounds.USUAL,
        postgres -> {
          TestPostgres.server().kill();
          return TestPostgres.server()::restart;
        });

    private final String state;
    private final String remedy;
    private final Bounds bounds;
    private final Cause cause;

    Fault(String state, String remedy, Bounds bounds, Cause cause) {
      this.state = state;
      this.remedy = remedy;
      this.bounds = bounds;
      this.cause = cause;
    }
  }

  private record Bounds(Duration statement, Duration lock) {
    private static final Bounds USUAL = new Bounds(Duration.ofMinutes(1), Duration.ofSeconds(10));
    private static final Bounds SHORT_FOR_LOCKS =
        new Bounds(Duration.ofMinutes(1), Duration.ofMillis(200));
    private static final Bounds SHORT_FOR_STATEMENTS =
        new Bounds(Duration.ofSeconds(1), Duration.ofMinutes(1));
  }

  @ParameterizedTest
  @EnumSource
  void peerBug15IsRetriedThenStopsWithOneSentenceAndGoesOnByItselfWhereItEnds(Fault fault)
      throws Exception {
    Environment.Database bounded = postgres.bounded(fault.bounds.statement, fault.bounds.lock);
    try (PipelineDatabase database = open(bounded)) {
      batch(database, PATIENT).call(dataset(0, 1, "x"), 0L);
      database.staging().closeKeptSessions(); // some faults meet new sessions only
      endsAndGoesOn(database, fault.state, fault.remedy, fault.cause, dataset(1, 50, "x"));
    }
    assertEverythingOnce(51);
  }

  @Test
  void peerBug15AStandbyIsWaitedForUntilItIsThePrimary() throws Exception {
    try (PipelineDatabase database = open(postgres.database())) {
      batch(database, PATIENT).call(dataset(0, 1, "x"), 0L);
      endsAndGoesOn(
          database,
          "SQLSTATE 25006",
          "point the url at the primary",
          ignored -> {
            Path standby = TestPostgres.data().resolve("standby.signal");
            TestPostgres.server().close();
            Files.createFile(standby);
            TestPostgres.server().restart();
            return () -> postgres.administer("select pg_promote()");
          },
          dataset(1, 50, "x"));
    }
    assertEverythingOnce(51);
  }

  @Test
  void peerBug15AFullDiskOfTheServerIsWaitedFor() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), 16);
        PipelineDatabase database = open(postgres.database())) {
      batch(database, PATIENT).call(dataset(0, 1, "x"), 0L);
      String name = "small_" + postgres.name();
      postgres.administer("create tablespace %s location '%s'".formatted(name, disk.path()));
      postgres.administer("grant create on tablespace %s to assay".formatted(name));
      postgres.execute("alter table item set tablespace " + name);
      endsAndGoesOn(
          database,
          "SQLSTATE 53100",
          "The server's disk is full: give it room",
          ignored -> {
            disk.fill();
            return disk::free;
          },
          dataset(1, 200, words(2_000)));
      postgres.execute("alter table item set tablespace pg_default");
      postgres.administer("drop tablespace " + name);
    }
    assertEverythingOnce(201);
  }

  @Test
  void peerBug15AQuotaOfTheServerThatIsUsedUpIsWaitedFor() throws Exception {
    try (PipelineDatabase database = open(postgres.database())) {
      batch(database, PATIENT).call(dataset(0, 1, "x"), 0L);
      endsAndGoesOn(
          database,
          "SQLSTATE XX000",
          "a quota perhaps",
          // A file of the write-ahead log has 16 MiB, and has to be written.
          ignored -> FileSizeLimit.of(TestPostgres.server().processId(), 17 << 20),
          dataset(1, 30, words(700_000)));
    }
    assertEverythingOnce(31);
  }

  @Test
  void peerBug15ALargeBatchThatIsMergedInTheBackgroundIsRetriedToo() throws Exception {
    int large = (int) RefineBatch.LARGE;
    try (PipelineDatabase database =
            open(postgres.bounded(Duration.ofMinutes(1), Duration.ofMillis(200)));
        RefineBatch batch = batch(database, PATIENT);
        LogLines log = LogLines.of(RetriedWork.class, Level.WARN)) {
      batch.call(dataset(0, 1, "x"), 0L);
      try (TestPostgres.Held ignored = postgres.hold("lock table item in share mode")) {
        batch.call(dataset(1, large, "x"), 1L);
        Running.awaitThat("two attempts", () -> log.lines().size() >= 2);
      }
      batch.call(dataset(1 + large, 1, "x"), 2L);
    }
    assertEverythingOnce(2 + large);
  }

  /** A batch that meets the fault fails for good; another attempt at it outlasts the fault. */
  private void endsAndGoesOn(
      PipelineDatabase database, String state, String remedy, Cause cause, Dataset<Row> records)
      throws Exception {
    CompletableFuture<Void> waiting;
    try (LogLines log = LogLines.of(RetriedWork.class, Level.WARN);
        AutoCloseable ignored = cause.begin(postgres)) {
      AssayException failure =
          catchThrowableOfType(
              AssayException.class, () -> batch(database, HASTY).call(records, 1L));
      assertThat(failure).as("the batch failed").isNotNull();
      assertThat(failure.kind()).isEqualTo(AssayException.Kind.EXTERNAL);
      assertThat(failure.getMessage())
          .contains("PostgreSQL 127.0.0.1:", state, remedy)
          .doesNotContain("\n");
      assertThat(log.lines().stream().filter(line -> line.startsWith("Attempt "))).hasSize(2);

      waiting =
          CompletableFuture.runAsync(
              () -> {
                try {
                  batch(database, PATIENT).call(records, 1L);
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      Running.awaitThat("two more attempts", () -> log.lines().size() >= 4);
      assertThat(waiting).isNotDone();
    }
    waiting.get(2, TimeUnit.MINUTES);
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

  private static PipelineDatabase open(Environment.Database database) {
    return PipelineDatabase.open(
        database,
        PIPELINE,
        new RunInfo(UUID.randomUUID(), "app", "here", "test", "0123456789abcdef", "definition"));
  }

  private RefineBatch batch(PipelineDatabase database, Retries retries) {
    return new RefineBatch(
        database,
        Optional.empty(),
        new RawTable(folder.resolve("raw").toUri().toString()),
        BatchSource.LAKE,
        End.STOPPED,
        retries,
        (source, committed) -> {});
  }

  /** Text that does not compress. */
  private static String words(int length) {
    StringBuilder words = new StringBuilder();
    new Random(7)
        .ints(length, 0, 62)
        .forEach(
            i ->
                words.append(
                    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".charAt(i)));
    return words.toString();
  }

  private static Dataset<Row> dataset(long from, int count, String body) {
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
              "{\"id\":%d,\"body\":\"%s\"}".formatted(id, body).getBytes(UTF_8),
              List.of()));
    }
    return SPARK.createDataFrame(records, RawRecord.SCHEMA);
  }
}
