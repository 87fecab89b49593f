package io.assay.flow.refine;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.assay.engine.Refinement;
import io.assay.engine.record.RawRecord;
import io.assay.engine.record.Refined;
import io.assay.lake.Positions;
import io.assay.lake.RawTable;
import io.assay.lake.SilverTable;
import io.assay.model.AssayException;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import io.assay.postgres.PendingSilver;
import io.assay.postgres.PipelineDatabase;
import io.assay.postgres.TopicPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * Brings silver up to the ledger: takes the committed batches that silver lacks, in order, reads
 * their records from the raw table, and appends those that the database accepted. A crash at any
 * point is repaired by the next call. Not thread-safe but for {@link #giveUp()}.
 *
 * <p>Columns of a silver table: the fields of the kind, then {@code assay_batch bigint, assay_topic
 * string, assay_partition int, assay_offset bigint, assay_time timestamp, assay_warnings
 * array<string>}.
 */
final class SilverWriter {
  /** Of the Spark jobs that write silver. */
  private static final String TAG = "assay-silver";

  private final SparkSession session;
  private final Optional<Environment.Registry> registry;
  private final String pipelineName;
  private final boolean kept;
  private final PipelineDatabase database;
  private final RawTable raw;
  private final List<SilverTable> tables = new ArrayList<>();
  private volatile boolean givenUp;

  /**
   * The silver of the pipeline that the database works for.
   *
   * @param registry where the schemas of Avro data are
   */
  SilverWriter(
      SparkSession session,
      PipelineDatabase database,
      Optional<Environment.Registry> registry,
      Environment.Lake lake) {
    Pipeline pipeline = database.pipeline();
    this.session = session;
    this.registry = registry;
    this.pipelineName = pipeline.name();
    this.kept = pipeline.silver();
    this.database = database;
    this.raw = new RawTable(lake.raw(pipeline.name()));
    pipeline
        .records()
        .forEach(
            kind ->
                tables.add(
                    new SilverTable(
                        lake.silver(pipeline.name(), kind.name()),
                        pipeline.name() + "/" + kind.name())));
  }

  /**
   * Makes sure that silver has no batch that the ledger does not have: its batches would be taken
   * for those of this ledger that bear their numbers. What silver there is does not matter to a
   * pipeline that keeps none.
   *
   * @throws AssayException (USER) naming the table and the way out
   */
  void requireLedgerIsNotBehind() {
    if (!kept) {
      return;
    }
    long known = database.lastBatch().orElse(0L);
    for (SilverTable table : tables) {
      long written = table.lastBatch(session).orElse(0L);
      if (written > known) {
        throw new AssayException(
            AssayException.Kind.USER,
            "The silver table %s has rows up to batch %d, but the database knows the pipeline only up to batch %d: it is another database, or an earlier state of this one. To have silver made again from the raw table, remove the folder and run: update assay.batch set silver = false where pipeline = '%s'"
                .formatted(table.path(), written, known, pipelineName));
      }
    }
  }

  /**
   * There is no time to write silver any more: whatever writes it, or will, ends with an exception,
   * and what is missing is left to the next run.
   */
  void giveUp() {
    givenUp = true;
    session.sparkContext().cancelJobsWithTag(TAG);
  }

  /**
   * Writes what silver lacks and the raw table has.
   *
   * @throws AssayException (EXTERNAL) if it was given up before it was done
   */
  void catchUp() {
    session.sparkContext().addJobTag(TAG);
    try {
      write();
    } catch (Exception e) {
      if (givenUp) {
        throw outOfTime(e);
      }
      throw e;
    } finally {
      session.sparkContext().removeJobTag(TAG);
    }
  }

  private AssayException outOfTime(Exception cause) {
    return new AssayException(
        AssayException.Kind.EXTERNAL,
        "Silver of %s could not be brought up to date in the time that there was to stop"
            .formatted(pipelineName),
        cause);
  }

  private void write() {
    requireTime();
    List<PendingSilver> batches = landed(database.pendingSilver());
    if (batches.isEmpty()) {
      return;
    }
    AcceptedOffsets accepted = new AcceptedOffsets();
    batches.forEach(batch -> accepted.add(batch, database.refused(batch.batchId())));
    if (!accepted.isEmpty()) {
      append(accepted, batches.get(batches.size() - 1).batchId());
    }
    batches.forEach(batch -> database.silverWritten(batch.batchId()));
  }

  private void append(AcceptedOffsets accepted, long lastBatch) {
    Dataset<Row> records =
        raw.read(session).filter(accepted.around()).withColumn("assay_batch", accepted.batch());
    Dataset<Row> refined =
        new Refinement(database.pipeline(), registry)
            .apply(records.filter(col("assay_batch").isNotNull()), lit(false))
            .filter(
                col(Refined.FATE)
                    .equalTo(Refined.Fate.APPLY.code())
                    .and(col(Refined.OPERATION).equalTo(Refined.UPSERT)))
            .select(columns())
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      for (int kind = 0; kind < tables.size(); kind++) {
        SilverTable table = tables.get(kind);
        long written = table.lastBatch(session).orElse(0L);
        if (written < lastBatch) {
          requireTime();
          table.append(
              refined
                  .filter(col(Refined.KIND).equalTo(kind).and(col("assay_batch").gt(written)))
                  .select(
                      col(Refined.fields(kind) + ".*"),
                      col("assay_batch"),
                      col("assay_topic"),
                      col("assay_partition"),
                      col("assay_offset"),
                      col("assay_time"),
                      col("assay_warnings")),
              lastBatch);
        }
      }
    } finally {
      refined.unpersist();
    }
  }

  private void requireTime() {
    if (givenUp) {
      throw new CancellationException("Silver was given up");
    }
  }

  private Column[] columns() {
    List<Column> columns = new ArrayList<>();
    columns.add(col(Refined.KIND));
    columns.add(col("assay_batch"));
    columns.add(col(RawRecord.TOPIC).as("assay_topic"));
    columns.add(col(RawRecord.PARTITION).as("assay_partition"));
    columns.add(col(RawRecord.OFFSET).as("assay_offset"));
    columns.add(col(RawRecord.TIMESTAMP).as("assay_time"));
    columns.add(col(Refined.WARNINGS).as("assay_warnings"));
    for (int kind = 0; kind < tables.size(); kind++) {
      columns.add(col(Refined.fields(kind)));
    }
    return columns.toArray(Column[]::new);
  }

  /** The batches from the first on whose records are all in the raw table. */
  private List<PendingSilver> landed(List<PendingSilver> pending) {
    if (pending.isEmpty()) {
      return List.of();
    }
    raw.createIfAbsent(session);
    Positions positions = raw.positions(session);
    List<PendingSilver> landed = new ArrayList<>();
    for (PendingSilver batch : pending) {
      boolean complete =
          batch.offsets().entrySet().stream()
              .allMatch(entry -> entry.getValue().end() <= next(positions, entry.getKey()));
      if (!complete) {
        break;
      }
      landed.add(batch);
    }
    return landed;
  }

  private static long next(Positions positions, TopicPartition partition) {
    return positions.of(partition.topic(), partition.partition()).orElse(0);
  }
}
