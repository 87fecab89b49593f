package io.assay.lake;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import io.assay.model.AssayException;
import io.delta.exceptions.DeltaConcurrentModificationException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Every Kafka record of a pipeline's topics, exactly once, byte for byte: the system of record. Its
 * columns are {@link RawSchema#RECORD}, {@code landed_at}, and {@code landed_date}, by which it is
 * partitioned. Only {@link RawWriter} adds to it, and {@link TableUpkeep} keeps it small;
 * compaction and the deletion of old days may be done with Delta's own commands at any time.
 *
 * @param path a Hadoop path
 */
public record RawTable(String path) {
  private static final Logger LOG = LoggerFactory.getLogger(RawTable.class);

  /**
   * Statistics of the coordinates only, so that {@code trace} finds a record fast and values are
   * not copied into the log.
   */
  private static final Map<String, String> PROPERTIES =
      Map.of(
          "delta.dataSkippingStatsColumns", "topic,partition,offset,timestamp",
          "delta.autoOptimize.optimizeWrite", "false",
          "delta.autoOptimize.autoCompact", "false");

  private static final StructType COORDINATES =
      new StructType()
          .add("topic", DataTypes.StringType)
          .add("partition", DataTypes.IntegerType)
          .add("offset", DataTypes.LongType);

  public RawTable {
    path =
        new Path(path)
            .toString(); // file:///lake and file:/lake are the same place, but not to Delta
  }

  /**
   * Makes the table unless it is there.
   *
   * @throws AssayException if there is a table with other columns
   */
  public void createIfAbsent(SparkSession spark) {
    DeltaTableLog log = new DeltaTableLog(spark, path);
    if (!log.tableExists()) {
      create(spark);
    }
    String found = log.snapshot().schema().catalogString();
    if (!found.equals(RawSchema.TABLE.catalogString())) {
      throw new AssayException(
          AssayException.Kind.USER,
          "The folder %s holds a Delta table that is not a raw table: its columns are %s instead of %s. Choose another lake root or pipeline name."
              .formatted(path, found, RawSchema.TABLE.catalogString()));
    }
  }

  /**
   * Makes sure that the table is there, where it was before.
   *
   * @throws AssayException (EXTERNAL) if it is not
   */
  public void requireThere(SparkSession spark) {
    if (!new DeltaTableLog(spark, path).tableExists()) {
      throw new AssayException(
          AssayException.Kind.EXTERNAL,
          "The raw table %s is not there any more. Is its folder or disk away? Bring it back, and what was landed goes on."
              .formatted(path));
    }
  }

  /**
   * Commits the table without a record. Delta's own CREATE TABLE takes a folder that is not empty
   * for a table, also where the process before died between making the folder and committing.
   */
  private void create(SparkSession spark) {
    try {
      spark
          .createDataFrame(List.of(), RawSchema.TABLE)
          .write()
          .format("delta")
          .mode(SaveMode.Append)
          .partitionBy(RawSchema.LANDED_DATE)
          .options(PROPERTIES)
          .options(TableUpkeep.PROPERTIES)
          .save(path);
    } catch (DeltaConcurrentModificationException e) {
      LOG.info("Another job has made the raw table {} meanwhile", path);
    }
  }

  /** All records. */
  public Dataset<Row> read(SparkSession spark) {
    return spark.read().format("delta").load(path);
  }

  /**
   * The records at these positions, as far as they are there.
   *
   * @param positions at least one; they go to every executor
   */
  public Dataset<Row> records(SparkSession spark, Collection<RecordPosition> positions) {
    Map<String, Map<Integer, LongSummaryStatistics>> spans = new TreeMap<>();
    List<Row> wanted = new ArrayList<>();
    for (RecordPosition position : positions) {
      spans
          .computeIfAbsent(position.topic(), topic -> new TreeMap<>())
          .computeIfAbsent(position.partition(), partition -> new LongSummaryStatistics())
          .accept(position.offset());
      wanted.add(RowFactory.create(position.topic(), position.partition(), position.offset()));
    }
    return read(spark)
        .filter(within(spans))
        .join(
            broadcast(spark.createDataFrame(wanted, COORDINATES)),
            CollectionConverters.asScala(List.of(COORDINATES.fieldNames())).toSeq(),
            "left_semi");
  }

  /** What file statistics can prune by. */
  private static Column within(Map<String, Map<Integer, LongSummaryStatistics>> spans) {
    Column within = lit(false);
    for (Map.Entry<String, Map<Integer, LongSummaryStatistics>> topic : spans.entrySet()) {
      for (Map.Entry<Integer, LongSummaryStatistics> span : topic.getValue().entrySet()) {
        within =
            within.or(
                col("topic")
                    .equalTo(topic.getKey())
                    .and(col("partition").equalTo(span.getKey()))
                    .and(
                        col("offset").between(span.getValue().getMin(), span.getValue().getMax())));
      }
    }
    return within;
  }

  /**
   * The records as a stream: those that are there, then those that come. The deletion of old
   * records does not disturb it.
   *
   * @param options Delta's for streaming reads, such as {@code maxBytesPerTrigger}
   */
  public Dataset<Row> readStream(SparkSession spark, Map<String, String> options) {
    return spark
        .readStream()
        .format("delta")
        .option("skipChangeCommits", "true")
        .options(options)
        .load(path);
  }

  /**
   * Whether a stream can go on from its checkpoint: the table's log still has what follows. Where
   * it has not, the stream has to begin anew.
   *
   * @param checkpoint a folder; one without a finished batch, or of another table, keeps nobody
   */
  public boolean canBeReadFrom(SparkSession spark, String checkpoint) {
    DeltaTableLog log = new DeltaTableLog(spark, path);
    return TableReaders.position(spark, new Path(checkpoint), log.snapshot().metadata().id())
        .filter(position -> position.needed() < new LogRetention(log).first())
        .isEmpty();
  }

  /**
   * Up to where Kafka has been landed. The last commit of land says so; where it cannot be believed
   * (the table was restored or rewritten) or has left the log, the highest offset of each partition
   * does.
   */
  public Positions positions(SparkSession spark) {
    return new DeltaTableLog(spark, path)
        .newestFirst()
        .filter(commit -> !commit.isMaintenance())
        .findFirst()
        .flatMap(DeltaCommit::note)
        .map(CommitNote::positions)
        .orElseGet(() -> behindHighestOffsets(spark));
  }

  /** The same; empty if there is no table yet. Makes nothing. */
  public Optional<Positions> landed(SparkSession spark) {
    return new DeltaTableLog(spark, path).tableExists()
        ? Optional.of(positions(spark))
        : Optional.empty();
  }

  private Positions behindHighestOffsets(SparkSession spark) {
    Positions positions = Positions.none();
    for (Row row :
        read(spark)
            .groupBy(col("topic"), col("partition"))
            .agg(max(col("offset")))
            .collectAsList()) {
      positions = positions.with(row.getString(0), row.getInt(1), row.getLong(2) + 1);
    }
    return positions;
  }
}
