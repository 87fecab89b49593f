package io.assay.flow.land;

import io.assay.lake.Positions;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.sql.streaming.SourceProgress;
import org.apache.spark.sql.streaming.StreamingQueryListener;

/**
 * Follows the query of land: publishes how many offsets Kafka is ahead, and tells when the first
 * batch has been committed.
 */
final class LandProgress extends StreamingQueryListener {
  private final UUID runId;
  private final AtomicLong lag;
  private final Runnable afterFirstBatch;
  private boolean first = true;

  LandProgress(UUID runId, AtomicLong lag, Runnable afterFirstBatch) {
    this.runId = runId;
    this.lag = lag;
    this.afterFirstBatch = afterFirstBatch;
  }

  @Override
  public void onQueryProgress(QueryProgressEvent event) {
    if (!event.progress().runId().equals(runId)) {
      return;
    }
    SourceProgress source = event.progress().sources()[0];
    if (source.latestOffset() != null && source.endOffset() != null) {
      lag.set(
          Positions.parse(source.endOffset()).distanceTo(Positions.parse(source.latestOffset())));
    }
    if (first && event.progress().numInputRows() > 0) {
      first = false;
      afterFirstBatch.run();
    }
  }

  @Override
  public void onQueryStarted(QueryStartedEvent event) {}

  @Override
  public void onQueryTerminated(QueryTerminatedEvent event) {}
}
