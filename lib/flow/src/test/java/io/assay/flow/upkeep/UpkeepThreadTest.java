package io.assay.flow.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.flow.TestSession;
import io.assay.lake.Positions;
import io.assay.lake.RawTable;
import io.assay.lake.RawWriter;
import io.assay.lake.SilverTable;
import io.assay.lake.WriterIdentity;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import io.assay.model.Upkeep;
import io.assay.model.file.PipelineFile;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpkeepThreadTest {
  private static final SparkSession SPARK = TestSession.spark();
  private static final Upkeep OFTEN =
      new Upkeep(
          Optional.of(Duration.ofMillis(100)),
          Upkeep.DEFAULT.fileSize(),
          Upkeep.DEFAULT.keep(),
          Upkeep.DEFAULT.keepUnread(),
          Upkeep.DEFAULT.keepBatches());
  private static final Pipeline ITEMS =
      PipelineFile.parse(
          "items.conf",
          """
          pipeline = items
          source { topics = [items], format = json }
          records {
            item {
              fields { id { from = id, type = text } }
              tables { item { key = [id], columns { id = id } } }
            }
          }
          """,
          Map.of());

  @TempDir Path folder;
  private Environment environment;
  private PipelineUpkeep upkeep;

  @BeforeEach
  void environment() {
    environment =
        new Environment(
            "test",
            new Environment.Kafka("127.0.0.1:1", Map.of(), Map.of()),
            new Environment.Lake(folder.toUri().toString()),
            new Environment.Database(
                "jdbc:postgresql://127.0.0.1:1/none",
                "none",
                Optional.empty(),
                "public",
                Duration.ofSeconds(1),
                Duration.ofSeconds(1)),
            Optional.empty(),
            OFTEN);
    upkeep = new PipelineUpkeep(SPARK, ITEMS, environment);
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }

  @Test
  void theRawTableIsKeptSmallWhileLandAddsToIt() {
    RawTable table = new RawTable(environment.lake().raw("items"));
    RawWriter writer =
        RawWriter.open(
            SPARK, table, WriterIdentity.of(SPARK, UUID.randomUUID()), Clock.systemUTC());

    try (UpkeepThread thread = UpkeepThread.ofLand(SPARK, upkeep, OFTEN).orElseThrow()) {
      for (long batch = 0; batch < 3; batch++) {
        writer.append(inEightFiles(batch * 8), Positions.none().with("items", 1, batch * 8 + 8));
      }
      await(() -> table.read(SPARK).inputFiles().length < 8);
    }

    assertThat(table.read(SPARK).select("offset").distinct().count()).isEqualTo(24);
    assertThat(table.read(SPARK).count()).isEqualTo(24);
  }

  private static Dataset<Row> inEightFiles(long offset) {
    return SPARK
        .range(offset, offset + 8, 1, 8)
        .selectExpr(
            "'items' as topic",
            "1 as partition",
            "id as offset",
            "timestamp '2026-01-01' as timestamp",
            "0 as timestamp_type",
            "cast(null as binary) as key",
            "cast('x' as binary) as value",
            "cast(null as array<struct<key: string, value: binary>>) as headers");
  }

  @Test
  void aDatabaseThatIsAwayDoesNotKeepSilverFromUpkeep() {
    SilverTable silver = new SilverTable(environment.lake().silver("items", "item"), "items/item");
    silver.append(SPARK.range(0, 8, 1, 8).selectExpr("id", "1L as assay_batch"), 1);

    try (UpkeepThread thread = UpkeepThread.ofRefine(SPARK, upkeep, OFTEN).orElseThrow()) {
      await(() -> silver.read(SPARK).inputFiles().length == 1);
    }

    assertThat(silver.read(SPARK).count()).isEqualTo(8);
  }

  @Test
  void anEnvironmentMayLeaveItToOthers() {
    Upkeep never =
        new Upkeep(
            Optional.empty(), 1, Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(1));

    assertThat(UpkeepThread.ofLand(SPARK, upkeep, never)).isEmpty();
    assertThat(UpkeepThread.ofRefine(SPARK, upkeep, never)).isEmpty();
  }
}
