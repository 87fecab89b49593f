package io.assay.flow.land;

import io.assay.lake.Positions;
import io.assay.model.AssayException;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.execution.streaming.checkpointing.OffsetSeq;
import org.apache.spark.sql.execution.streaming.checkpointing.OffsetSeqLog;
import scala.Option;

/**
 * Reads the ends of batches where Spark writes them before a batch runs: in the offset log of the
 * checkpoint. Unlike the highest offset of the records, they are right behind transaction markers
 * and compacted offsets too.
 */
final class CheckpointedEnds implements BatchEnds {
  private final OffsetSeqLog log;

  CheckpointedEnds(SparkSession spark, String checkpoint) {
    log = new OffsetSeqLog(spark, checkpoint + "/offsets");
  }

  @Override
  public Positions of(long batchId) {
    Option<OffsetSeq> offsets = log.get(batchId);
    if (offsets.isEmpty()) {
      throw new AssayException(
          AssayException.Kind.INTERNAL,
          "Batch %d of land has no entry in the offset log of its checkpoint. Was the checkpoint deleted while land runs? Start land again."
              .formatted(batchId));
    }
    Option<Offset> offset = offsets.get().offsets().apply(0);
    return Positions.parse(offset.get().json());
  }
}
