package io.assay.runtime;

import io.assay.model.AssayException;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.streaming.StreamingQuery;

/**
 * Queries that run, and what they hold. Closed once, after the queries have ended, whichever way
 * they ended.
 */
public interface RunningJob extends AutoCloseable {

  /** The queries of this job; when one of them fails, the others are stopped. */
  List<StreamingQuery> queries();

  /**
   * What a failure of a query means, where that takes more than to find an {@link AssayException}
   * among its causes; asked before {@link #close()}.
   */
  default Optional<AssayException> explain(Throwable failure) {
    return Optional.empty();
  }

  /**
   * The queries are about to be stopped before they have ended by themselves: the process was asked
   * to end, or one of them failed. May be called more than once, from any thread.
   */
  default void stopping() {}

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
