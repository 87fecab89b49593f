package io.assay.flow.refine;

import io.assay.postgres.BatchSource;
import io.assay.postgres.CommittedBatch;
import io.assay.postgres.TopicOutcome;
import io.assay.runtime.progress.ProgressBoard;
import java.util.Collection;

/** Counts the records of a run for people who look on, and tells Prometheus. */
final class RefineProgress implements BatchListener {
  private final BatchMetrics metrics;
  private final ProgressBoard board;

  RefineProgress(BatchMetrics metrics, ProgressBoard board) {
    this.metrics = metrics;
    this.board = board;
  }

  @Override
  public void committed(BatchSource source, CommittedBatch batch) {
    metrics.committed(source, batch);
    for (TopicOutcome topic : batch.topics().values()) {
      if (source != BatchSource.HELD) {
        board.counter("refined").addAndGet(topic.raw());
      }
      board.counter("quarantined").addAndGet(topic.quarantined());
    }
  }

  @Override
  public void behind(String topic, int partition, long offsets) {
    metrics.behind(topic, partition, offsets);
  }

  @Override
  public void pausedBy(Collection<String> breakers) {
    metrics.pausedBy(breakers);
  }
}
