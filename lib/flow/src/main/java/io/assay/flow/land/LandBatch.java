package io.assay.flow.land;

import io.assay.lake.Positions;
import io.assay.lake.RawWriter;
import io.assay.runtime.log.LogContext;
import java.util.function.LongConsumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Lands one batch. Called again with the same batch, it changes nothing. */
final class LandBatch {
  /** A file for so many records, as long as there are partitions of Kafka to make it from. */
  private static final long RECORDS_PER_FILE = 50_000;

  /** A task reads its partitions of Kafka one after the other. */
  private static final int PARTITIONS_PER_TASK = 16;

  private final RawWriter writer;
  private final BatchEnds ends;
  private final LandSource source;
  private final LongConsumer landed;

  /**
   * @param ends up to where each batch reads
   * @param source where the records come from
   * @param landed is told after each batch how many records it has landed
   */
  LandBatch(RawWriter writer, BatchEnds ends, LandSource source, LongConsumer landed) {
    this.writer = writer;
    this.ends = ends;
    this.source = source;
    this.landed = landed;
  }

  void land(Dataset<Row> records, long batchId) {
    try (LogContext.Scope ignored = LogContext.batch(records.sparkSession(), batchId)) {
      Positions end = ends.of(batchId);
      source.logLoss(writer.positions());
      long expected = writer.positions().distanceTo(end);
      landed.accept(writer.append(records.coalesce(files(expected, end.size())), end));
    }
  }

  private static int files(long records, int partitions) {
    long wanted = Math.max(records / RECORDS_PER_FILE, partitions / PARTITIONS_PER_TASK) + 1;
    return (int) Math.min(wanted, Math.max(partitions, 1));
  }
}
