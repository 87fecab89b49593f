package io.assay.runtime;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;

/** Awaits the queries of a job, and lets it start those again that fail. */
public final class QueriesEnd {
  private static final long POLL_MILLIS = 200;

  private final RunningJob job;
  private final Set<UUID> told = new HashSet<>();

  private QueriesEnd(RunningJob job) {
    this.job = job;
  }

  /**
   * Returns when all queries have ended without a failure.
   *
   * @throws StreamingQueryException if one has failed, and the job does not start it again
   * @throws RuntimeException if it could not start it again
   */
  public static void await(RunningJob job) throws StreamingQueryException {
    QueriesEnd end = new QueriesEnd(job);
    while (!end.isReached()) {
      // each look waits
    }
  }

  private boolean isReached() throws StreamingQueryException {
    boolean all = true;
    for (StreamingQuery query : job.queries()) {
      try {
        all &= isEnded(query);
      } catch (StreamingQueryException e) {
        if (!job.restart(failed(query), e)) {
          throw e;
        }
        return false;
      }
    }
    return all;
  }

  private boolean isEnded(StreamingQuery query) throws StreamingQueryException {
    if (!query.awaitTermination(POLL_MILLIS)) {
      return false;
    }
    if (!told.contains(query.runId())) {
      job.ended(query);
      told.add(query.runId());
      return false; // look again: another may have ended or failed meanwhile
    }
    return true;
  }

  /** Whoever awaits one query may be told of the failure of another. */
  private StreamingQuery failed(StreamingQuery awaited) {
    return job.queries().stream()
        .filter(query -> query.exception().isDefined())
        .findFirst()
        .orElse(awaited);
  }
}
