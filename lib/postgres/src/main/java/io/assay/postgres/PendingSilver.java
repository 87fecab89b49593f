package io.assay.postgres;

import java.util.Map;

/**
 * A committed batch whose silver rows are not known to be written.
 *
 * @param batchId the ledger's number
 * @param source where the records were read
 * @param offsets the records of the batch, without those that the batch held: they belong to the
 *     batch that releases them
 */
public record PendingSilver(
    long batchId, BatchSource source, Map<TopicPartition, OffsetRanges> offsets) {
  public PendingSilver {
    offsets = Map.copyOf(offsets);
  }
}
