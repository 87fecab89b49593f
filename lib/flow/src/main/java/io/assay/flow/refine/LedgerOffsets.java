package io.assay.flow.refine;

import io.assay.postgres.OffsetRanges;
import io.assay.postgres.PipelineDatabase;
import io.assay.postgres.TopicPartition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The offsets that the ledger has, as the one run that writes to it knows them: asked once, and
 * then kept in step with its commits. Not thread-safe.
 */
final class LedgerOffsets {
  private final PipelineDatabase database;
  private final BatchListener listener;
  private Map<TopicPartition, OffsetRanges> known;

  /**
   * @param listener is told of all offsets that the ledger has
   */
  LedgerOffsets(PipelineDatabase database, BatchListener listener) {
    this.database = database;
    this.listener = listener;
  }

  /** Those of all batches that are committed. */
  AppliedOffsets applied() {
    return new AppliedOffsets(known());
  }

  /** Those of all batches that are committed, and of one that is being merged. */
  AppliedOffsets appliedWith(List<StagedTask> merging) {
    Map<TopicPartition, OffsetRanges> both = new HashMap<>(known());
    for (StagedTask task : merging) {
      task.summary().offsets().forEach((part, read) -> both.merge(part, read, OffsetRanges::union));
    }
    return new AppliedOffsets(both);
  }

  /** A batch is committed. */
  void add(Map<TopicPartition, OffsetRanges> committed) {
    if (known != null) {
      committed.forEach((part, ranges) -> known.merge(part, ranges, OffsetRanges::union));
      listener.applied(Map.copyOf(known));
    }
  }

  /** The ledger is asked again: the connection was lost, perhaps at the very commit. */
  void forget() {
    known = null;
  }

  private Map<TopicPartition, OffsetRanges> known() {
    if (known == null) {
      known = new HashMap<>(database.applied());
      listener.applied(Map.copyOf(known));
    }
    return known;
  }
}
