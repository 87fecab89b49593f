package io.assay.runtime;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows when queries have ended a batch, so that they can be stopped between two batches.
 * Thread-safe.
 */
final class QueryWatch extends StreamingQueryListener {
  private static final Logger LOG = LoggerFactory.getLogger(QueryWatch.class);
  private static final long POLL_MILLIS = 100;

  private final Map<UUID, Long> ended = new HashMap<>();

  private QueryWatch() {}

  /** Begins to watch all queries of the session. */
  static QueryWatch on(SparkSession spark) {
    QueryWatch watch = new QueryWatch();
    spark.streams().addListener(watch);
    return watch;
  }

  /**
   * Stops queries at the end of the batch that each is in. What still runs when the bound is over
   * is stopped in the middle: that batch has committed nothing, or will be recognized as committed.
   */
  void stop(List<StreamingQuery> queries, Duration bound) {
    long deadline = System.nanoTime() + bound.toNanos();
    Map<UUID, Long> before = snapshot();
    for (StreamingQuery query : queries) {
      awaitEndOfBatch(query, before.getOrDefault(query.runId(), 0L), deadline);
      try {
        query.stop();
      } catch (TimeoutException e) {
        LOG.warn("Query {} did not stop in time: {}", query.name(), e.getMessage());
      }
    }
  }

  private synchronized Map<UUID, Long> snapshot() {
    return Map.copyOf(ended);
  }

  private synchronized void awaitEndOfBatch(StreamingQuery query, long before, long deadline) {
    try {
      while (query.isActive()
          && query.status().isTriggerActive()
          && query.status().isDataAvailable()
          && ended.getOrDefault(query.runId(), 0L) == before
          && System.nanoTime() < deadline) {
        wait(POLL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void batchEnded(UUID runId) {
    ended.merge(runId, 1L, Long::sum);
    notifyAll();
  }

  @Override
  public void onQueryStarted(QueryStartedEvent event) {}

  @Override
  public void onQueryProgress(QueryProgressEvent event) {
    batchEnded(event.progress().runId());
  }

  @Override
  public void onQueryIdle(QueryIdleEvent event) {
    batchEnded(event.runId());
  }

  @Override
  public void onQueryTerminated(QueryTerminatedEvent event) {
    batchEnded(event.runId());
  }
}
