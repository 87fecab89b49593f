package io.assay.lake;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.assay.model.AssayException;
import io.delta.exceptions.ConcurrentTransactionException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/**
 * Adds records to a raw table, each one once. Not thread-safe.
 *
 * <p>Each commit carries a number that is one more than the last one of land in the log, and says
 * who wrote it and up to where Kafka has been landed. What was landed before is skipped, so that
 * the same records may be given again. If another writer has got in between, nothing is committed
 * and the writer stops.
 */
public final class RawWriter {
  private static final String APPLICATION = "assay-land";

  private final RawTable table;
  private final DeltaTableLog log;
  private final WriterIdentity identity;
  private final Clock clock;
  private long number;
  private long seenVersion;
  private Positions positions;

  private RawWriter(
      RawTable table,
      DeltaTableLog log,
      WriterIdentity identity,
      Clock clock,
      long number,
      long seenVersion,
      Positions positions) {
    this.table = table;
    this.log = log;
    this.identity = identity;
    this.clock = clock;
    this.number = number;
    this.seenVersion = seenVersion;
    this.positions = positions;
  }

  /** Begins to write where the table ends; makes the table if it is absent. */
  public static RawWriter open(
      SparkSession spark, RawTable table, WriterIdentity identity, Clock clock) {
    table.createIfAbsent(spark);
    DeltaTableLog log = new DeltaTableLog(spark, table.path());
    // The version first: what another writer commits after this line makes our commits fail.
    long seenVersion = log.latestVersion();
    long number = log.lastNumber(APPLICATION).orElse(-1);
    return new RawWriter(table, log, identity, clock, number, seenVersion, table.positions(spark));
  }

  /** Up to where Kafka has been landed. */
  public Positions positions() {
    return positions;
  }

  /**
   * Lands records in one commit.
   *
   * @param records as {@link RawSchema#RECORD}; those before {@link #positions()} are skipped
   * @param end up to where Kafka has been read with these records
   * @return how many were landed
   * @throws AssayException if another writer is at work, or the table is not what it was
   */
  public long append(Dataset<Row> records, Positions end) {
    Positions next = positions.advancedTo(end);
    if (next.equals(positions)) {
      return 0;
    }
    Instant now = clock.instant();
    Dataset<Row> landed =
        records
            .filter(isNew())
            .withColumn(RawSchema.LANDED_AT, landedAt(now))
            .withColumn(RawSchema.LANDED_DATE, lit(now.atZone(ZoneOffset.UTC).toLocalDate()));
    DeltaAppend append = log.append(APPLICATION);
    requireNotBehind(append.readVersion());
    requireAlone(append.readVersion());
    try {
      DeltaAppend.Written written =
          append.commit(landed, number + 1, Optional.of(new CommitNote(identity, next).toJson()));
      seenVersion = written.version();
      number++;
      positions = next;
      return written.rows();
    } catch (ConcurrentTransactionException e) {
      requireAlone(log.latestVersion());
      throw e;
    }
  }

  /**
   * The time, as a call that Spark does not fold: a literal would stand in the generated code,
   * which would be another one for each batch, and compiled for it.
   */
  private static Column landedAt(Instant now) {
    return udf(() -> now, DataTypes.TimestampType).asNondeterministic().apply();
  }

  private Column isNew() {
    Column from = null;
    for (String topic : positions.topics()) {
      Column ofTopic = get(lit(array(positions.partitions(topic))), col("partition"));
      Column matches = col("topic").equalTo(topic);
      from = from == null ? when(matches, ofTopic) : from.when(matches, ofTopic);
    }
    return from == null ? lit(true) : col("offset").geq(coalesce(from, lit(0L)));
  }

  /** The positions by partition number; 0 for those that are not known. */
  private static long[] array(SortedMap<Integer, Long> partitions) {
    long[] array = new long[partitions.lastKey() + 1];
    partitions.forEach((partition, position) -> array[partition] = position);
    return array;
  }

  /** A folder that is away may look like an empty one, in which Delta would make a table. */
  private void requireNotBehind(long version) {
    if (version < seenVersion) {
      throw new AssayException(
          AssayException.Kind.EXTERNAL,
          "The raw table %s had version %d, and now has %s. Is its folder or disk away, or was it replaced? Nothing is landed until it is back."
              .formatted(table.path(), seenVersion, version < 0 ? "none" : "only " + version));
    }
  }

  private void requireAlone(long version) {
    for (DeltaCommit commit : log.between(seenVersion + 1, version)) {
      if (commit.numbers().containsKey(APPLICATION)) {
        throw new AssayException(
            AssayException.Kind.USER,
            "Stopped landing: another writer adds to the raw table %s: %s, with version %d. Nothing was lost or doubled. Let only one land run for a pipeline."
                .formatted(
                    table.path(),
                    commit.note().map(note -> note.writer().toString()).orElse("unknown"),
                    commit.version()));
      }
    }
    seenVersion = version;
  }
}
