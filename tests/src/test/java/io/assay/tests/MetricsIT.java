package io.assay.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.assay.tests.AssayCommand.Outcome;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** A job that runs tells Prometheus what it does, and probes whether it works. */
class MetricsIT {
  private static final TestEnvironment ENVIRONMENT = TestEnvironment.create("metrics");
  private static final String RECORDS =
      "assay_records_total{outcome=\"%s\",pipeline=\"observed\",source=\"lake\",topic=\"observed\"} %s\n";

  private final HttpClient http = HttpClient.newHttpClient();
  private final int port = freePort();

  @Test
  void countsRecordsOnSparksUiAndAnswersProbes() throws Exception {
    send();
    try (AssayCommand run =
        ENVIRONMENT.start(
            "run",
            TestPipeline.file("observed"),
            "--properties-file",
            Repository.root().resolve("conf/profiles/local.properties").toString(),
            "--conf",
            "spark.ui.port=" + port)) {
      Awaiting.until(
          "the records are counted",
          () ->
              page("metrics")
                  .map(text -> text.contains(RECORDS.formatted("raw", "10.0")))
                  .orElse(false));

      assertThat(page("metrics").orElseThrow())
          .contains(RECORDS.formatted("applied", "7.0"))
          .contains(RECORDS.formatted("quarantined", "3.0"))
          .contains(
              "assay_findings_total{kind=\"sighting\",pipeline=\"observed\",rule=\"sized\"} 3.0\n")
          .contains(
              "assay_rows_total{change=\"inserted\",pipeline=\"observed\",table=\"sighting\"} 7.0\n")
          .contains(
              "assay_lag_offsets{partition=\"0\",pipeline=\"observed\",query=\"land\",topic=\"observed\"} 0.0\n")
          .containsPattern(
              "assay_last_commit_timestamp_seconds\\{pipeline=\"observed\",query=\"land\"} 1\\.[0-9]+E9")
          .containsPattern(
              "assay_last_commit_timestamp_seconds\\{pipeline=\"observed\",query=\"refine\"} 1\\.[0-9]+E9");
      Awaiting.until("the job is ready", () -> page("health/ready").isPresent());
      assertThat(page("health/live").orElseThrow()).startsWith("ok\n").contains("land: quiet");
      ENVIRONMENT.secrets().forEach(secret -> assertThat(everything()).doesNotContain(secret));
      run.terminate();
      Outcome outcome = ENVIRONMENT.ended(run);
      assertThat(outcome.status()).as(outcome.errors()).isZero();
    }
  }

  /** Seven that are right, and three whose size is out of range. */
  private static void send() {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      String value = "{\"id\":\"%d\",\"size\":%d}".formatted(i, i < 7 ? i : 10 + i);
      records.add(new ProducerRecord<>("observed", value.getBytes(UTF_8)));
    }
    try (TopicRecords topic = TopicRecords.createTopics(1, List.of("observed"))) {
      topic.send(records);
    }
  }

  /** Our pages, and Spark's about its settings. */
  private String everything() {
    try {
      return page("metrics").orElse("")
          + get("environment/").body()
          + get("api/v1/applications/" + application() + "/environment").body();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String application() throws IOException, InterruptedException {
    return get("api/v1/applications")
        .body()
        .replaceAll("(?s).*?\"id\"\\s*:\\s*\"([^\"]+)\".*", "$1");
  }

  /** A page that answers with 200. */
  private Optional<String> page(String name) throws IOException, InterruptedException {
    try {
      HttpResponse<String> answer = get("assay/" + name + "/");
      return answer.statusCode() == 200 ? Optional.of(answer.body()) : Optional.empty();
    } catch (ConnectException e) {
      return Optional.empty(); // not up yet
    }
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:%d/%s".formatted(port, path));
    return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
