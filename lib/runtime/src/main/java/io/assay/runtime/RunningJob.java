package io.assay.runtime;

import io.assay.model.AssayException;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;

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
   * One of the queries has failed. A job that can start it again does so, after a wait, and has the
   * new one among its {@link #queries()}; called by one thread.
   *
   * @return whether the job goes on
   * @throws RuntimeException if the query could not be started again; why
   */
  default boolean restart(StreamingQuery failed, Throwable failure) {
    return false;
  }

  /**
   * One of the queries has ended by itself, without a failure; called once for each, by one thread.
   *
   * @throws StreamingQueryException if another one fails meanwhile; then it is called again
   */
  default void ended(StreamingQuery query) throws StreamingQueryException {}

  /**
   * The queries are about to be stopped before they have ended by themselves: the process was asked
   * to end, or one of them failed. May be called more than once, from any thread.
   */
  default void stopping() {}

  /**
   * The time that the job has to end in order is nearly over: whatever it still waits for is to be
   * given up. May be called from any thread.
   */
  default void abandon() {}

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
