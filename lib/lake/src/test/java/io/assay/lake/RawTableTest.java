package io.assay.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.assay.model.AssayException;
import io.delta.exceptions.ConcurrentTransactionException;
import io.delta.tables.DeltaTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.metrics.source.CodegenMetrics;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawTableTest {
  private static final Clock LATE_ON_NEW_YEARS_EVE =
      Clock.fixed(Instant.parse("2025-12-31T23:59:59Z"), ZoneOffset.ofHours(5));

  private final SparkSession spark = TestSession.spark();
  @TempDir Path folder;
  private RawTable table;

  @BeforeEach
  void table() {
    table = new RawTable(folder.resolve("raw").toUri().toString());
  }

  private RawWriter writer(String run) {
    return RawWriter.open(
        spark, table, new WriterIdentity(run, "application-" + run, "host"), LATE_ON_NEW_YEARS_EVE);
  }

  private Dataset<Row> items(long from, long to) {
    return Records.of(spark, "items", 1, from, to);
  }

  private static Positions itemsUpTo(long end) {
    return Positions.none().with("items", 1, end);
  }

  private List<Long> offsets() {
    return table.read(spark).select("offset").orderBy("offset").collectAsList().stream()
        .map(row -> row.getLong(0))
        .toList();
  }

  @Test
  void aNewWriterContinuesWhereTheTableEnds() {
    assertThat(writer("a").append(items(0, 3), itemsUpTo(3))).isEqualTo(3);
    RawWriter next = writer("b");
    assertThat(next.positions()).isEqualTo(itemsUpTo(3));

    assertThat(next.append(items(1, 5), itemsUpTo(5))).isEqualTo(2);
    assertThat(offsets()).containsExactly(0L, 1L, 2L, 3L, 4L);
  }

  @Test
  void aBatchIsWrittenByTheCodeThatWasCompiledForTheOnesBefore() {
    Clock ticking = Clock.tickMillis(ZoneOffset.UTC);
    RawWriter writer =
        RawWriter.open(spark, table, new WriterIdentity("a", "application", "host"), ticking);
    for (long batch = 0; batch < 3; batch++) {
      writer.append(items(batch, batch + 1), itemsUpTo(batch + 1));
    }
    long compiled = CodegenMetrics.METRIC_COMPILATION_TIME().getCount();

    writer.append(items(3, 5), itemsUpTo(5));

    assertThat(CodegenMetrics.METRIC_COMPILATION_TIME().getCount()).isEqualTo(compiled);
    assertThat(
            table.read(spark).select("landed_at").distinct().collectAsList().stream()
                .map(row -> row.getTimestamp(0).toInstant())
                .toList())
        .hasSize(4)
        .allSatisfy(at -> assertThat(at).isCloseTo(Instant.now(), within(1, ChronoUnit.HOURS)));
  }

  @Test
  void aFolderWhoseMakerDiedBeforeItsFirstCommitBecomesTheTable() throws Exception {
    Files.createDirectories(folder.resolve("raw/_delta_log/_staged_commits"));

    assertThat(writer("a").append(items(0, 3), itemsUpTo(3))).isEqualTo(3);
    assertThat(offsets()).containsExactly(0L, 1L, 2L);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void severalJobsMayMakeTheTableAtOnce() throws Exception {
    CountDownLatch together = new CountDownLatch(4);
    List<CompletableFuture<Void>> makers =
        IntStream.range(0, 4)
            .mapToObj(
                maker ->
                    CompletableFuture.runAsync(
                        () -> {
                          together.countDown();
                          await(together);
                          table.createIfAbsent(spark.newSession());
                        }))
            .toList();
    for (CompletableFuture<Void> maker : makers) {
      maker.get();
    }

    assertThat(writer("a").append(items(0, 3), itemsUpTo(3))).isEqualTo(3);
  }

  @Test
  void aBatchThatWasLandedLandsNothing() {
    RawWriter writer = writer("a");
    writer.append(items(0, 3), itemsUpTo(3));

    assertThat(writer.append(items(0, 3), itemsUpTo(3))).isZero();
    assertThat(offsets()).containsExactly(0L, 1L, 2L);
  }

  @Test
  void recordsOfPartitionsAndTopicsThatAreNotKnownAreNew() {
    RawWriter writer = writer("a");
    writer.append(items(0, 3), itemsUpTo(3));
    Dataset<Row> unknown =
        Records.of(spark, "items", 0, 0, 1)
            .union(Records.of(spark, "items", 7, 0, 1))
            .union(Records.of(spark, "parts", 1, 0, 1));

    Positions end = itemsUpTo(3).with("items", 0, 1).with("items", 7, 1).with("parts", 1, 1);
    assertThat(writer.append(unknown, end)).isEqualTo(3);
  }

  @Test
  void whoReadsTheTableAsAStreamIsNotDisturbedByTheDeletionOfOldRecords() throws Exception {
    RawWriter writer = writer("a");
    writer.append(items(0, 3), itemsUpTo(3));
    assertThat(streamed()).containsExactlyInAnyOrder(0L, 1L, 2L);
    DeltaTable.forPath(spark, table.path()).delete("landed_date < '2026-01-01'");
    writer.append(items(3, 5), itemsUpTo(5));

    assertThat(streamed()).containsExactlyInAnyOrder(3L, 4L);
  }

  /** The offsets that a stream reads which goes on where it ended. */
  private Queue<Long> streamed() throws Exception {
    Queue<Long> offsets = new ConcurrentLinkedQueue<>();
    table
        .readStream(spark, Map.of())
        .select("offset")
        .writeStream()
        .trigger(Trigger.AvailableNow())
        .option("checkpointLocation", folder.resolve("checkpoint").toUri().toString())
        .foreachBatch(
            (VoidFunction2<Dataset<Row>, Long>)
                (records, batch) ->
                    records.collectAsList().forEach(row -> offsets.add(row.getLong(0))))
        .start()
        .awaitTermination();
    return offsets;
  }

  @Test
  void aGapBehindTheLastRecordIsRemembered() {
    writer("a").append(items(0, 3), itemsUpTo(10));

    assertThat(table.positions(spark)).isEqualTo(itemsUpTo(10));
  }

  @Test
  void theLandedDayIsThatOfUtc() {
    writer("a").append(items(0, 1), itemsUpTo(1));

    assertThat(
            table
                .read(spark)
                .selectExpr("cast(landed_at as string)", "cast(landed_date as string)")
                .first())
        .hasToString("[2025-12-31 23:59:59,2025-12-31]");
  }

  @Test
  void theSecondOfTwoWritersIsRefusedAndTheFirstIsNamed() {
    RawWriter first = writer("a");
    RawWriter second = writer("b");
    first.append(items(0, 3), itemsUpTo(3));

    assertThatThrownBy(() -> second.append(items(0, 3), itemsUpTo(3)))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("another writer adds to the raw table " + table.path())
        .hasMessageContaining("run a (application application-a on host), with version 1");
    first.append(items(3, 4), itemsUpTo(4));
    assertThat(offsets()).containsExactly(0L, 1L, 2L, 3L);
  }

  @Test
  void aCommitThatComesInBetweenLetsAnAppendFail() {
    writer("a").append(items(0, 3), itemsUpTo(3));
    DeltaAppend append = new DeltaTableLog(spark, table.path()).append("assay-land");
    writer("b").append(items(3, 4), itemsUpTo(4));

    assertThatThrownBy(
            () -> append.commit(table.read(spark).where("offset < 0"), 1, Optional.empty()))
        .isInstanceOf(ConcurrentTransactionException.class);
    assertThat(offsets()).containsExactly(0L, 1L, 2L, 3L);
  }

  @Test
  void compactionAndDeletionOfOldRecordsLeaveThePositions() {
    RawWriter writer = writer("a");
    writer.append(items(0, 3), itemsUpTo(3));
    writer.append(items(3, 6), itemsUpTo(6));
    DeltaTable.forPath(spark, table.path()).optimize().executeCompaction();
    DeltaTable.forPath(spark, table.path()).delete("landed_date < '2026-01-01'");

    assertThat(table.positions(spark)).isEqualTo(itemsUpTo(6));
    assertThat(writer.append(items(5, 7), itemsUpTo(7))).isEqualTo(1);
  }

  @Test
  void aRestoredTableTellsThePositionsByItsRecords() {
    RawWriter writer = writer("a");
    writer.append(items(0, 3), itemsUpTo(4));
    writer.append(items(4, 6), itemsUpTo(6));
    DeltaTable.forPath(spark, table.path()).restoreToVersion(1);

    assertThat(table.positions(spark)).isEqualTo(itemsUpTo(3));
    writer("b").append(items(3, 6), itemsUpTo(6));
    assertThat(offsets()).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
  }

  @Test
  void aTableWithOtherColumnsIsRefused() {
    spark.range(3).write().format("delta").save(table.path());

    assertThatThrownBy(() -> table.createIfAbsent(spark))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("is not a raw table: its columns are struct<id:bigint>");
  }
}
