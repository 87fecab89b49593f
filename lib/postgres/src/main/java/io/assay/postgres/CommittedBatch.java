package io.assay.postgres;

import java.util.Map;

/**
 * A batch that is in the database.
 *
 * @param batchId the ledger's number; grows from batch to batch
 * @param topics what became of the records, by topic
 * @param tables what changed, by table; tables that no record of the batch could fill are absent
 * @param offsets the records of the batch
 */
public record CommittedBatch(
    long batchId,
    Map<String, TopicOutcome> topics,
    Map<String, TableOutcome> tables,
    Map<TopicPartition, OffsetRanges> offsets) {
  public CommittedBatch {
    topics = Map.copyOf(topics);
    tables = Map.copyOf(tables);
    offsets = Map.copyOf(offsets);
  }
}
