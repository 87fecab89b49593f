package io.assay.flow.land;

import io.assay.lake.Positions;
import io.assay.lake.RawWriter;
import java.util.concurrent.atomic.AtomicLong;
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
  private final AtomicLong landed;
  private final Runnable afterwards;

  /**
   * @param ends up to where each batch reads
   * @param source where the records come from
   * @param landed counts the records
   * @param afterwards what is to be done after each batch
   */
  LandBatch(
      RawWriter writer, BatchEnds ends, LandSource source, AtomicLong landed, Runnable afterwards) {
    this.writer = writer;
    this.ends = ends;
    this.source = source;
    this.landed = landed;
    this.afterwards = afterwards;
  }

  void land(Dataset<Row> records, long batchId) {
    Positions end = ends.of(batchId);
    source.logLoss(writer.positions());
    long expected = writer.positions().distanceTo(end);
    landed.addAndGet(writer.append(records.coalesce(files(expected, end.size())), end));
    afterwards.run();
  }

  private static int files(long records, int partitions) {
    long wanted = Math.max(records / RECORDS_PER_FILE, partitions / PARTITIONS_PER_TASK) + 1;
    return (int) Math.min(wanted, Math.max(partitions, 1));
  }
}
