package io.assay.flow.refine;

import io.assay.postgres.OffsetRanges;
import io.assay.postgres.TopicPartition;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;

/**
 * The offsets that the ledger already has. Whatever a source gives again is skipped by asking here.
 * Executors each have a copy.
 */
final class AppliedOffsets implements Serializable {
  private static final long serialVersionUID = 1L;
  private final HashMap<String, HashMap<Integer, OffsetRanges>> applied = new HashMap<>();

  AppliedOffsets(Map<TopicPartition, OffsetRanges> applied) {
    applied.forEach(
        (partition, ranges) ->
            this.applied
                .computeIfAbsent(partition.topic(), topic -> new HashMap<>())
                .put(partition.partition(), ranges));
  }

  /** Nothing is skipped. */
  static AppliedOffsets none() {
    return new AppliedOffsets(Map.of());
  }

  /** Whether the ledger has the record. */
  boolean has(String topic, int partition, long offset) {
    HashMap<Integer, OffsetRanges> partitions = applied.get(topic);
    OffsetRanges ranges = partitions == null ? null : partitions.get(partition);
    return ranges != null && ranges.contains(offset);
  }
}
