package io.assay.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.model.Upkeep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableUpkeepTest {
  private static final Upkeep SETTINGS = Upkeep.DEFAULT;

  private final SparkSession spark = TestSession.spark();
  private final ConcurrentLinkedQueue<Long> streamed = new ConcurrentLinkedQueue<>();
  @TempDir Path folder;
  private RawTable table;
  private RawWriter writer;
  private long landed;

  @BeforeEach
  void table() {
    table = new RawTable(folder.resolve("raw").toUri().toString());
    writer = writer();
  }

  private RawWriter writer() {
    return RawWriter.open(
        spark, table, new WriterIdentity("run", "application", "host"), Clock.systemUTC());
  }

  /** Some batches of four records each, in four files. */
  private void land(int batches) {
    for (int batch = 0; batch < batches; batch++) {
      writer.append(
          Records.of(spark, "items", 1, landed, landed + 2)
              .union(Records.of(spark, "items", 1, landed + 2, landed + 4)),
          Positions.none().with("items", 1, landed + 4));
      landed += 4;
    }
  }

  private TableUpkeep upkeep(Duration later) {
    return upkeep(table.path(), later, SETTINGS);
  }

  private TableUpkeep upkeep(String path, Duration later, Upkeep settings) {
    return new TableUpkeep(
        spark,
        path,
        folder.resolve("checkpoints").toUri().toString(),
        settings,
        Clock.offset(Clock.systemUTC(), later));
  }

  /** Goes on where it ended, with what is there now. */
  private void stream() throws Exception {
    table
        .readStream(spark, Map.of())
        .select("offset")
        .writeStream()
        .trigger(Trigger.AvailableNow())
        .option("checkpointLocation", folder.resolve("checkpoints/refine-lake").toUri().toString())
        .foreachBatch(
            (VoidFunction2<Dataset<Row>, Long>)
                (records, batch) ->
                    records.collectAsList().forEach(row -> streamed.add(row.getLong(0))))
        .start()
        .awaitTermination();
  }

  private Long[] all() {
    return LongStream.range(0, landed).boxed().toArray(Long[]::new);
  }

  private void assertEveryRecordOnceByteForByte() {
    DeltaLog.clearCache();
    List<Row> rows = table.read(spark).orderBy("offset").collectAsList();
    assertThat(rows).extracting(row -> row.<Long>getAs("offset")).containsExactly(all());
    assertThat(rows)
        .allMatch(
            row ->
                Arrays.equals(
                    ("items" + row.<Long>getAs("offset")).getBytes(StandardCharsets.UTF_8),
                    row.<byte[]>getAs("value")));
  }

  private List<Path> dataFiles() {
    return files(folder.resolve("raw"), ".parquet").stream()
        .filter(file -> !file.toString().contains("_delta_log"))
        .toList();
  }

  /** The entries of the log. */
  private List<Path> commits() {
    return files(folder.resolve("raw/_delta_log"), ".json");
  }

  private static List<Path> files(Path root, String ending) {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> Files.isRegularFile(file) && file.toString().endsWith(ending))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void filesAndLogStayFewAndTheTableAndItsStreamTheSame() throws Exception {
    for (int round = 0; round < 3; round++) {
      land(2);
      stream();
      land(1);
      upkeep(Duration.ofDays(1)).run();
    }
    land(1);
    stream();

    assertEveryRecordOnceByteForByte();
    assertThat(streamed).containsExactlyInAnyOrder(all());
    assertThat(dataFiles()).as("of 40, and 3 compacted").hasSizeLessThan(35);
    assertThat(commits()).as("of 14").hasSizeLessThan(12);
    assertThat(writer().positions()).isEqualTo(Positions.none().with("items", 1, landed));
  }

  @Test
  void aStreamThatBeginsLaterReadsCompactedRecordsOnce() throws Exception {
    land(2);
    upkeep(Duration.ofDays(1)).run();
    land(1);

    stream();

    assertThat(streamed).containsExactlyInAnyOrder(all());
  }

  @Test
  void nothingIsTakenAwayBeforeItsTime() {
    land(2);
    List<Path> before = dataFiles();

    TableUpkeep.Done done = upkeep(Duration.ofHours(1)).run();

    assertThat(done).isEqualTo(new TableUpkeep.Done(8, 0, 0));
    assertThat(dataFiles()).containsAll(before).hasSize(9);
  }

  @Test
  void whatAStreamHasNotReadStaysForIt() throws Exception {
    land(1);
    stream();
    for (int round = 0; round < 2; round++) {
      land(2);
      upkeep(Duration.ofDays(1)).run();
    }
    assertThat(commits()).hasSize(8);

    stream();
    land(1);
    stream();

    assertThat(streamed).containsExactlyInAnyOrder(all());
    upkeep(Duration.ofDays(1)).run();
    assertThat(commits()).as("it has been read, and goes").hasSizeLessThan(8);
  }

  @Test
  void aStreamThatIsTooFarBehindIsNotWaitedFor() throws Exception {
    for (int batch = 0; batch < 2; batch++) {
      land(1);
      stream();
    }
    String checkpoint = folder.resolve("checkpoints/refine-lake").toUri().toString();
    assertThat(table.canBeReadFrom(spark, checkpoint)).isTrue();
    for (int round = 0; round < 2; round++) {
      land(1);
      upkeep(Duration.ofDays(8)).run();
    }
    DeltaLog.clearCache();

    assertThat(table.canBeReadFrom(spark, checkpoint)).isFalse();
    assertThatThrownBy(this::stream).hasMessageContaining("SQLSTATE: XXKST");
    assertEveryRecordOnceByteForByte();
  }

  @Test
  void theLastCommitOfLandStaysHoweverOldItIs() {
    land(2);
    TableUpkeep.Done done = upkeep(Duration.ofDays(400)).run();
    upkeep(Duration.ofDays(800)).run();
    DeltaLog.clearCache();

    assertThat(done.together()).isEqualTo(8);
    assertThat(new DeltaTableLog(spark, table.path()).newestFirst())
        .anyMatch(commit -> commit.note().isPresent());
  }

  @Test
  void aWriterAndTwoUpkeepersDoNotDisturbEachOther() throws Exception {
    AtomicBoolean landing = new AtomicBoolean(true);
    CompletableFuture<?>[] others =
        Stream.generate(() -> CompletableFuture.runAsync(() -> keepUp(landing)))
            .limit(2)
            .toArray(CompletableFuture[]::new);
    try {
      land(8);
    } finally {
      landing.set(false);
    }
    CompletableFuture.allOf(others).get();

    assertEveryRecordOnceByteForByte();
    assertThat(table.read(spark).inputFiles()).hasSizeLessThan(32);
  }

  private void keepUp(AtomicBoolean landing) {
    TableUpkeep upkeep = upkeep(Duration.ZERO);
    while (landing.get()) {
      upkeep.run();
    }
  }

  @Test
  void aCleaningThatWasCutShortIsTakenUpAgain() throws Exception {
    land(2);
    DeltaLog delta = DeltaLog.forTable(spark, table.path());
    delta.checkpoint(
        delta.update(false, scala.Option.empty(), scala.Option.empty()), scala.Option.empty());
    Files.delete(folder.resolve("raw/_delta_log/00000000000000000000.json"));
    Files.delete(folder.resolve("raw/_delta_log/00000000000000000001.json"));

    upkeep(Duration.ofDays(1)).run();
    land(1);
    upkeep(Duration.ofDays(1)).run();

    assertEveryRecordOnceByteForByte();
    assertThat(commits()).hasSizeLessThan(5);
  }

  @Test
  void filesOfAWriterThatDiedAreDeletedWhenTheyAreOld() throws Exception {
    land(1);
    Path live = dataFiles().get(0);
    Path orphan = Files.copy(live, live.resolveSibling("part-00009-dead.zstd.parquet"));
    Path young = Files.copy(live, live.resolveSibling("part-00010-young.zstd.parquet"));
    Instant old = Instant.now().minus(Duration.ofDays(8));
    for (Path file : dataFiles()) {
      Files.setLastModifiedTime(
          file, FileTime.from(file.equals(young) ? old.plus(Duration.ofDays(2)) : old));
    }

    upkeep(Duration.ZERO).deleteOrphans();

    assertThat(orphan).doesNotExist();
    assertThat(young).exists();
    assertEveryRecordOnceByteForByte();
  }

  @Test
  void silverIsKeptSmallToo() {
    SilverTable silver = new SilverTable(folder.resolve("silver").toUri().toString(), "test/items");
    for (long batch = 1; batch <= 3; batch++) {
      silver.append(spark.range(2).selectExpr("id", batch + "L as assay_batch").coalesce(1), batch);
    }

    TableUpkeep.Done done = upkeep(silver.path(), Duration.ofDays(1), SETTINGS).run();

    assertThat(done.together()).isEqualTo(3);
    assertThat(silver.append(spark.range(2).selectExpr("id", "3L as assay_batch"), 3)).isFalse();
    assertThat(silver.read(spark).count()).isEqualTo(6);
    assertThat(silver.read(spark).inputFiles()).hasSize(1);
    assertThat(
            DeltaLog.forTable(spark, silver.path())
                .unsafeVolatileSnapshot()
                .metadata()
                .configuration()
                .get("delta.enableExpiredLogCleanup"))
        .isEqualTo(scala.Option.apply("false"));
  }

  @Test
  void filesOfTheWantedSizeAreLeftAlone() {
    land(2);
    Upkeep tiny =
        new Upkeep(Optional.empty(), 1000, Duration.ZERO, Duration.ofDays(7), Duration.ofDays(1));

    assertThat(upkeep(table.path(), Duration.ZERO, tiny).run().together()).isZero();
  }

  @Test
  void checkpointsOfTheLogAreWrittenByUpkeepAndNotByBatches() {
    Upkeep nothingToPutTogether =
        new Upkeep(Optional.empty(), 1000, Duration.ZERO, Duration.ofDays(7), Duration.ofDays(1));
    land(TableUpkeep.CHECKPOINT_AFTER - 2); // and the commit that made the table
    upkeep(table.path(), Duration.ZERO, nothingToPutTogether).run();
    assertThat(checkpoints()).isEmpty();

    land(1);
    upkeep(table.path(), Duration.ZERO, nothingToPutTogether).run();

    assertThat(checkpoints()).hasSize(1);
    assertEveryRecordOnceByteForByte();
  }

  private List<Path> checkpoints() {
    return files(folder.resolve("raw/_delta_log"), ".checkpoint.parquet");
  }

  @Test
  void aTableThatIsNotThereNeedsNothing() {
    assertThat(upkeep(folder.resolve("none").toUri().toString(), Duration.ZERO, SETTINGS).run())
        .isEqualTo(new TableUpkeep.Done(0, 0, 0));
  }
}
