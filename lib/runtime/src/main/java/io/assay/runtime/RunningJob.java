package io.assay.runtime;

import java.util.List;
import org.apache.spark.sql.streaming.StreamingQuery;

/**
 * Queries that run, and what they hold. Closed once, after the queries have ended, whichever way
 * they ended.
 */
public interface RunningJob extends AutoCloseable {

  /** The queries of this job; when one of them fails, the others are stopped. */
  List<StreamingQuery> queries();

  /** Gives back what the queries held: connections, locks, staging tables. */
  @Override
  void close();

  /** A job that holds nothing but its queries. */
  static RunningJob of(StreamingQuery... queries) {
    List<StreamingQuery> all = List.of(queries);
    return new RunningJob() {
      @Override
      public List<StreamingQuery> queries() {
        return all;
      }

      @Override
      public void close() {}
    };
  }
}
