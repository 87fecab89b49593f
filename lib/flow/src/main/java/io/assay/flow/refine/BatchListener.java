package io.assay.flow.refine;

import io.assay.postgres.BatchSource;
import io.assay.postgres.CommittedBatch;
import io.assay.postgres.OffsetRanges;
import io.assay.postgres.TopicPartition;
import java.util.Collection;
import java.util.Map;

/**
 * Hears of every batch after its commit: progress and metrics, breakers that tripped among them. It
 * must not fail, nor make a batch wait.
 */
@FunctionalInterface
public interface BatchListener {
  void committed(BatchSource source, CommittedBatch batch);

  /** The ledger has these offsets: at the start, after each batch, and where it was asked again. */
  default void applied(Map<TopicPartition, OffsetRanges> offsets) {}

  /**
   * Of a run that does not read Kafka: how far Kafka is ahead of it. Told by a thread of its own.
   */
  default void behind(String topic, int partition, long offsets) {}

  /** The breakers that let no batch begin now; told before each batch where some may pause. */
  default void pausedBy(Collection<String> breakers) {}
}
