package io.assay.runtime.log;

import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.slf4j.MDC;

/**
 * What the lines that a thread logs are about, ours and those of libraries. The names begin with
 * {@code mdc.}, since Spark takes local properties of that kind along into the context of tasks:
 * lines of driver and executors have the same names.
 */
public final class LogContext {
  /** The name of the pipeline. */
  public static final String PIPELINE = "mdc.pipeline";

  /** {@code land} or {@code refine}. */
  public static final String QUERY = "mdc.query";

  /** Spark's number of the micro-batch, as the query has it. */
  public static final String BATCH = "mdc.batch";

  private LogContext() {}

  /** Ends what was said about the lines. */
  @FunctionalInterface
  public interface Scope extends AutoCloseable {
    @Override
    void close();
  }

  /** From now on the lines of this thread are about a pipeline. */
  public static void pipeline(String name) {
    MDC.put(PIPELINE, name);
  }

  /** Until this is closed, the lines of this thread are about a query. */
  public static Scope query(String name) {
    return put(QUERY, name);
  }

  /** Until this is closed, the lines of this thread are about a batch. */
  public static Scope batch(long id) {
    return put(BATCH, Long.toString(id));
  }

  /** The same, and those of the tasks that this thread starts. */
  public static Scope batch(SparkSession session, long id) {
    SparkContext spark = session.sparkContext();
    String before = spark.getLocalProperty(BATCH);
    spark.setLocalProperty(BATCH, Long.toString(id));
    Scope lines = batch(id);
    return () -> {
      lines.close();
      spark.setLocalProperty(BATCH, before);
    };
  }

  private static Scope put(String key, String value) {
    String before = MDC.get(key);
    MDC.put(key, value);
    return () -> {
      if (before == null) {
        MDC.remove(key);
      } else {
        MDC.put(key, before);
      }
    };
  }
}
