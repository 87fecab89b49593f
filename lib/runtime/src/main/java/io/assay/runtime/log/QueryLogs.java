package io.assay.runtime.log;

import io.assay.runtime.QueryName;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQueryListener;
import org.slf4j.MDC;

/**
 * Says of each query's own thread, and of the tasks that it starts, what their lines are about.
 * Spark tells of a start on that very thread, before the query does anything.
 */
public final class QueryLogs extends StreamingQueryListener {
  private final String pipeline;
  private final SparkContext spark;

  /** Of the queries of a session that work on a pipeline. */
  public QueryLogs(String pipeline, SparkSession session) {
    this.pipeline = pipeline;
    this.spark = session.sparkContext();
  }

  @Override
  public void onQueryStarted(QueryStartedEvent event) {
    say(LogContext.PIPELINE, pipeline);
    if (event.name() != null) {
      say(LogContext.QUERY, QueryName.of(event.name()));
    }
  }

  private void say(String key, String value) {
    MDC.put(key, value);
    spark.setLocalProperty(key, value);
  }

  @Override
  public void onQueryProgress(QueryProgressEvent event) {}

  @Override
  public void onQueryTerminated(QueryTerminatedEvent event) {}
}
