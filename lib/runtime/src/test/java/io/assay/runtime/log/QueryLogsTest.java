package io.assay.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;

class QueryLogsTest {
  private final List<String> inTheBatch = new CopyOnWriteArrayList<>();
  private final List<String> inATask = new CopyOnWriteArrayList<>();
  private final List<String> afterwards = new CopyOnWriteArrayList<>();
  @TempDir Path checkpoint;

  @Test
  void linesOfAQuerysThreadAndOfItsTasksSayWhatTheyAreAbout() throws Exception {
    SparkSession spark =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .getOrCreate();
    try {
      spark.streams().addListener(new QueryLogs("shop", spark));
      StreamingQuery query =
          spark
              .readStream()
              .format("rate")
              .load()
              .writeStream()
              .queryName("refine-lake")
              .option("checkpointLocation", checkpoint.toUri().toString())
              .foreachBatch((VoidFunction2<Dataset<Row>, Long>) this::batch)
              .start();
      query.processAllAvailable();
      query.stop();
    } finally {
      spark.stop();
    }

    assertThat(inTheBatch).contains("shop/refine/0");
    assertThat(inATask).isEqualTo(inTheBatch);
    assertThat(afterwards).containsOnly("shop/refine/null");
    assertThat(about()).isEqualTo("null/null/null");
  }

  private void batch(Dataset<Row> rows, long id) {
    try (LogContext.Scope ignored = LogContext.batch(rows.sparkSession(), id)) {
      inTheBatch.add(about());
      inATask.addAll(
          new JavaSparkContext(rows.sparkSession().sparkContext())
              .parallelize(List.of(1), 1)
              .map(one -> about())
              .collect());
    }
    afterwards.add(about());
  }

  @Test
  void aThreadInTheBackgroundIsAboutThePipelineAndQueryOfItsMakerButNotItsBatch() throws Exception {
    BackgroundThreads threads;
    try (LogContext.Scope ignored = LogContext.query("land");
        LogContext.Scope batch = LogContext.batch(7)) {
      LogContext.pipeline("shop");
      threads = new BackgroundThreads("beside");
    } finally {
      MDC.remove(LogContext.PIPELINE);
    }

    assertThat(Executors.newSingleThreadExecutor(threads).submit(QueryLogsTest::about).get())
        .isEqualTo("shop/land/null");
  }

  private static String about() {
    return MDC.get(LogContext.PIPELINE)
        + "/"
        + MDC.get(LogContext.QUERY)
        + "/"
        + MDC.get(LogContext.BATCH);
  }
}
