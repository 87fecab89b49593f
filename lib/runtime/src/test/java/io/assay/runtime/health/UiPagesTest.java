package io.assay.runtime.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.runtime.metrics.JobMetrics;
import io.assay.runtime.metrics.ProgressMetrics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages on Spark's UI, asked for over HTTP while a query runs. */
class UiPagesTest {
  private final JobMetrics metrics = new JobMetrics("shop");
  private final Health health = new Health(Clock.systemUTC(), Duration.ofMinutes(5));
  private SparkSession spark;
  @TempDir Path checkpoint;

  @BeforeEach
  void start() {
    spark =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", "true")
            .config("spark.ui.port", "0")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .getOrCreate();
    spark.streams().addListener(new ProgressMetrics(metrics, Clock.systemUTC()));
    spark.streams().addListener(health);
    UiPages.add(spark, metrics, health);
  }

  @AfterEach
  void stop() {
    spark.stop();
  }

  @Test
  void tellWhetherTheJobWorksAndWhatItDoes() throws Exception {
    assertThat(get(UiPages.READY).statusCode()).isEqualTo(503);
    assertThat(get(UiPages.LIVE).statusCode()).isEqualTo(200);
    StreamingQuery query =
        spark
            .readStream()
            .format("rate")
            .load()
            .writeStream()
            .queryName("refine")
            .option("checkpointLocation", checkpoint.toUri().toString())
            .format("noop")
            .start();
    health.started();
    metrics.records("orders", "kafka", "applied", 3);
    metrics.committed("refine", Instant.ofEpochSecond(1_700_000_000));

    await(() -> get(UiPages.METRICS).body().contains("assay_batch_duration_seconds_count"));
    await(() -> get(UiPages.READY).statusCode() == 200);

    assertThat(get(UiPages.LIVE).body()).startsWith("ok\nrefine: quiet for ");
    assertThat(get(UiPages.METRICS).body())
        .contains(
            "assay_records_total{outcome=\"applied\",pipeline=\"shop\",source=\"kafka\",topic=\"orders\"} 3.0")
        .contains("assay_last_commit_timestamp_seconds{pipeline=\"shop\",query=\"refine\"} 1.7E9")
        .contains(
            "assay_batch_duration_seconds_count{phase=\"triggerExecution\",pipeline=\"shop\",query=\"refine\"}")
        .contains("assay_build_info{pipeline=\"shop\",version=");
    query.stop();
    await(() -> get(UiPages.READY).statusCode() == 503);
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI page = URI.create(spark.sparkContext().uiWebUrl().get() + path + "/");
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
  }

  @FunctionalInterface
  private interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  private static void await(Condition condition) throws IOException, InterruptedException {
    Instant deadline = Instant.now().plusSeconds(60);
    while (!condition.holds()) {
      assertThat(Instant.now()).as("in time").isBefore(deadline);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }
}
