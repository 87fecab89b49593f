package io.assay.lake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.delta.tables.DeltaOptimizeBuilder;
import io.delta.tables.DeltaTable;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.Snapshot;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Puts small files of a table together, a partition after the other, with Delta's own OPTIMIZE. Its
 * commits say that they change no data, so streams pass over them and appends do not conflict.
 */
final class Compaction {
  /** Each small file of a partition that is still written to would otherwise be copied often. */
  private static final int WORTHWHILE = 8;

  /** A partition without a new file for so long gets no more, as a rule. */
  private static final Duration FINISHED = Duration.ofHours(1);

  private final SparkSession session;
  private final DeltaTableLog log;
  private final long smallBytes;
  private final Instant now;

  Compaction(SparkSession session, DeltaTableLog log, long fileSize, Instant now) {
    this.session = session;
    this.log = log;
    this.smallBytes = smallBytes(fileSize);
    this.now = now;
  }

  /** A session whose settings are those of upkeep. */
  static SparkSession session(SparkSession spark, long fileSize) {
    SparkSession session = spark.newSession();
    session.conf().set("spark.databricks.delta.optimize.maxFileSize", fileSize);
    session.conf().set("spark.databricks.delta.optimize.minFileSize", smallBytes(fileSize));
    session.conf().set("spark.databricks.delta.optimize.maxThreads", "1"); // others want to work
    // what lists a table makes a task for each of 10,000 parts otherwise
    session.conf().set("spark.sql.sources.parallelPartitionDiscovery.parallelism", "8");
    session.conf().set("spark.sql.parquet.compression.codec", "zstd");
    session.conf().set("spark.databricks.delta.retentionDurationCheck.enabled", "false");
    session.conf().set("spark.databricks.delta.vacuum.logging.enabled", "false");
    session.conf().set("spark.databricks.delta.vacuum.retentionWindowIgnore.enabled", "false");
    return session;
  }

  /** Half of the size that is wanted: what is as large is not copied again for a little more. */
  private static long smallBytes(long fileSize) {
    return Math.max(1, fileSize / 2);
  }

  /** How many files were put together. */
  long run() {
    Snapshot snapshot = log.snapshot();
    Optional<String> partitionedBy =
        CollectionConverters.asJava(snapshot.metadata().partitionColumns()).stream().findFirst();
    long together = 0;
    for (Map.Entry<Optional<String>, LongSummaryStatistics> partition :
        smallFiles(snapshot, partitionedBy).entrySet()) {
      if (isWorthwhile(partition.getValue())) {
        together += optimize(partitionedBy, partition.getKey());
      }
    }
    return together;
  }

  /** For each partition, when its small files were written. */
  private Map<Optional<String>, LongSummaryStatistics> smallFiles(
      Snapshot snapshot, Optional<String> partitionedBy) {
    Column value =
        partitionedBy
            .map(column -> col("partitionValues").getItem(column))
            .orElseGet(() -> lit(null).cast("string"));
    List<Row> files =
        snapshot
            .allFiles()
            .where(col("size").lt(smallBytes))
            .select(value, col("modificationTime"))
            .collectAsList();
    Map<Optional<String>, LongSummaryStatistics> partitions = new HashMap<>();
    for (Row file : files) {
      partitions
          .computeIfAbsent(
              Optional.ofNullable(file.getString(0)), any -> new LongSummaryStatistics())
          .accept(file.getLong(1));
    }
    return partitions;
  }

  private boolean isWorthwhile(LongSummaryStatistics files) {
    boolean finished = Instant.ofEpochMilli(files.getMax()).plus(FINISHED).isBefore(now);
    return files.getCount() >= (finished ? 2 : WORTHWHILE);
  }

  private long optimize(Optional<String> partitionedBy, Optional<String> value) {
    DeltaOptimizeBuilder optimize =
        DeltaTable.forPath(session, log.delta().dataPath().toString()).optimize();
    if (partitionedBy.isPresent() && value.isPresent()) {
      optimize = optimize.where("%s = '%s'".formatted(partitionedBy.get(), value.get()));
    }
    return optimize.executeCompaction().selectExpr("metrics.numFilesRemoved").first().getLong(0);
  }
}
