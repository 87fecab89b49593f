package io.assay.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.assay.tests.AssayCommand.Outcome;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What is seen of a run from outside while it goes on, and what it leaves behind. */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class ObservedRunIT {
  private static final String RECORDS =
      "assay_records_total{outcome=\"%s\",pipeline=\"observed\",source=\"lake\",topic=\"observed\"} %s\n";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final TestEnvironment environment = TestEnvironment.create("observed");
  private final HttpClient http = HttpClient.newHttpClient();
  private final int port = freePort();
  private final List<String> posted = new CopyOnWriteArrayList<>();
  private HttpServer lineageService;
  private Path lineageFile;
  private AssayCommand run;
  @TempDir static Path folder;

  @BeforeAll
  void start() throws Exception {
    send();
    lineageFile = folder.resolve("lineage.ndjson");
    lineageService =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    lineageService.createContext(
        "/api/v1/lineage",
        exchange -> {
          posted.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          exchange.sendResponseHeaders(201, -1);
          exchange.close();
        });
    lineageService.start();
    environment.define(
        "lineage { url = \"http://127.0.0.1:%d/api/v1/lineage\", file = \"%s\", namespace = plant }\n"
            .formatted(lineageService.getAddress().getPort(), lineageFile));
    // As the manifests of k8s/ have it.
    run =
        environment.startWith(
            Map.of("ASSAY_LOG", "json"),
            Stream.concat(
                    Stream.of("run", TestPipeline.file("observed")),
                    Stream.of(
                            "spark.ui.enabled=true",
                            "spark.ui.port=" + port,
                            "spark.ui.prometheus.enabled=true",
                            "spark.metrics.namespace=assay",
                            "spark.metrics.conf.*.sink.prometheusServlet.class=org.apache.spark.metrics.sink.PrometheusServlet",
                            "spark.metrics.conf.*.sink.prometheusServlet.path=/metrics/prometheus")
                        .flatMap(setting -> Stream.of("--conf", setting)))
                .toArray(String[]::new));
    Awaiting.until(
        "the records are counted",
        () ->
            page("metrics")
                .map(text -> text.contains(RECORDS.formatted("raw", "10.0")))
                .orElse(false));
  }

  @AfterAll
  void stop() {
    if (run != null) {
      run.close();
    }
    lineageService.stop(0);
  }

  @Test
  @Order(1)
  void recordsAreCountedOnSparksUiAndProbesAreAnswered() throws Exception {
    assertThat(page("metrics").orElseThrow())
        .contains(RECORDS.formatted("applied", "7.0"))
        .contains(RECORDS.formatted("quarantined", "3.0"))
        .contains(
            "assay_findings_total{kind=\"sighting\",pipeline=\"observed\",rule=\"sized\"} 3.0\n")
        .contains(
            "assay_rows_total{change=\"inserted\",pipeline=\"observed\",table=\"sighting\"} 7.0\n")
        .contains(
            "assay_lag_offsets{partition=\"0\",pipeline=\"observed\",query=\"land\",topic=\"observed\"} 0.0\n")
        .contains("assay_breaker_open{action=\"pause\",name=\"many\",pipeline=\"observed\"} 0.0\n")
        .containsPattern(
            "assay_newest_record_timestamp_seconds\\{pipeline=\"observed\",query=\"refine\",topic=\"observed\"} 1\\.[0-9]+E9")
        .containsPattern(
            "assay_last_commit_timestamp_seconds\\{pipeline=\"observed\",query=\"land\"} 1\\.[0-9]+E9")
        .containsPattern(
            "assay_last_commit_timestamp_seconds\\{pipeline=\"observed\",query=\"refine\"} 1\\.[0-9]+E9");
    Awaiting.until("the job is ready", () -> page("health/ready").isPresent());
    assertThat(page("health/live").orElseThrow()).startsWith("ok\n").contains("land: quiet");
    environment.secrets().forEach(secret -> assertThat(everything()).doesNotContain(secret));
  }

  @Test
  @Order(2)
  void consumerGroupsHaveCaughtUpAndSoHasRefineThatReadsTheLake() throws Exception {
    try (Admin admin =
        Admin.create(
            Map.of("bootstrap.servers", TestServers.sandbox().kafka().bootstrapServers()))) {
      for (String query : List.of("land", "refine")) {
        Awaiting.until(
            query + " has told its group",
            () ->
                admin
                    .listConsumerGroupOffsets("assay-observed-" + query)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .values()
                    .stream()
                    .anyMatch(offset -> offset.offset() == 10));
      }
    }
    Awaiting.until(
        "refine knows its lag",
        () ->
            page("metrics")
                .orElseThrow()
                .contains(
                    "assay_lag_offsets{partition=\"0\",pipeline=\"observed\",query=\"refine\",topic=\"observed\"} 0.0\n"));
  }

  @Test
  @Order(3)
  void prometheusAnswersEveryQueryOfTheDashboardAndEvaluatesEveryAlert() throws Exception {
    String file = Files.readString(Repository.root().resolve("conf/grafana/assay.json"));
    String alerts =
        Files.readString(
            Repository.root().resolve("k8s/spark-operator/components/monitoring/alerts.yaml"));
    try (Prometheus prometheus =
        Prometheus.start(
            Files.createDirectories(folder.resolve("prometheus")),
            freePort(),
            port,
            Map.of(
                "namespace", "here",
                "assay_pipeline", "observed",
                "app_kubernetes_io_component", "run"),
            alerts.replaceFirst("(?s)^.*?\nspec:\n", "").replaceAll("(?m)^ {2}", ""))) {
      Awaiting.until("Prometheus answers", prometheus::isReady);
      Awaiting.until("the pages are scraped", () -> prometheus.query("up == 1").size() == 3);
      for (String expression : JSON.readTree(file).findValuesAsText("expr")) {
        String asked =
            expression
                .replace("$pipeline", ".+")
                .replace("$__rate_interval", "30s")
                .replace("$__range", "1m");
        Awaiting.until(expression, () -> prometheus.query(asked).size() > 0);
      }
      for (String expression : namedIn(alerts)) {
        Awaiting.until(expression, () -> prometheus.query(expression).size() > 0);
      }
      Awaiting.until(
          "the alerts are evaluated",
          () ->
              prometheus.alerts().stream()
                  .noneMatch(alert -> alert.path("health").asText().equals("unknown")));
      assertThat(prometheus.alerts()).isNotEmpty();
      for (JsonNode alert : prometheus.alerts()) {
        assertThat(alert.path("health").asText()).as(alert.toString()).isEqualTo("ok");
        assertThat(alert.path("state").asText()).as(alert.toString()).isNotEqualTo("firing");
      }
    }
  }

  /** The series that the alerts are about, but for those of kube-state-metrics. */
  private static Set<String> namedIn(String alerts) {
    Set<String> named = new TreeSet<>();
    Pattern.compile("\\{__name__=~\"[^\"]+\"}|\\b(assay_[a-z_]+|metrics_executor_\\w+|up)(?=[{)])")
        .matcher(alerts)
        .results()
        .map(MatchResult::group)
        .forEach(named::add);
    named.remove("assay_pipeline"); // a label
    return named;
  }

  @Test
  @Order(4)
  void statusSaysWhoRefinesThePipelineAndHowFarItIs() throws Exception {
    Outcome outcome = environment.run("status", TestPipeline.file("observed"), "--json");

    assertThat(outcome.status()).as(outcome.errors()).isZero();
    JsonNode status = JSON.readTree(outcome.output());
    assertThat(status.path("state").asText()).isEqualTo("running");
    assertThat(status.path("lock_session").asInt()).isPositive();
    assertThat(status.at("/last_commit/records").asInt()).isEqualTo(10);
    assertThat(status.path("refine_behind").asInt()).isZero();
    assertThat(status.path("quarantined").asInt()).isEqualTo(3);
    assertThat(status.at("/partitions/0/topic").asText()).isEqualTo("observed");
  }

  @Test
  @Order(5)
  void whatHasEndedIsSaidToHaveEnded() throws Exception {
    run.terminate();
    Outcome outcome = environment.ended(run);
    assertThat(outcome.status()).as(outcome.errors()).isZero();

    Outcome status = environment.run("status", TestPipeline.file("observed"));
    assertThat(status.status()).as(status.errors()).isEqualTo(1);
    assertThat(status.output())
        .startsWith("Pipeline observed: not running; the last run ended in order, at ")
        .contains("behind Kafka  nothing");
  }

  @Test
  @Order(6)
  void everyLineOfTheLogIsAJsonObjectThatSaysWhatItIsAbout() throws IOException {
    Set<String> wrote = new HashSet<>();
    for (String line : Files.readAllLines(log())) {
      JsonNode said = JSON.readTree(line);
      assertThat(said.path("ts").asText()).as(line).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
      assertThat(said.path("level").asText()).as(line).matches("INFO|WARN|ERROR");
      assertThat(said.path("logger").asText()).as(line).isNotEmpty();
      assertThat(said.has("msg")).as(line).isTrue();
      JsonNode about = said.path("context");
      String query = about.path("mdc.query").asText("-");
      wrote.add(
          "%s %s %s %s"
              .formatted(
                  said.path("logger").asText(),
                  about.path("mdc.pipeline").asText("-"),
                  query,
                  about.path("mdc.batch").asText("-")));
      if (said.path("msg").asText().startsWith("ALERT ")) {
        assertThat(about.path("mdc.batch").asText()).as(line).matches("\\d+");
      }
    }
    assertThat(wrote)
        .contains("JobRunner observed - -")
        .anyMatch(line -> line.matches("AlertReaction observed refine \\d+"))
        .anyMatch(line -> line.matches("MicroBatchExecution observed land .*"))
        .anyMatch(line -> line.matches("MicroBatchExecution observed refine .*"));
  }

  /** The file of the process. */
  private Path log() throws IOException {
    try (Stream<Path> files = Files.list(Repository.root().resolve("var/log"))) {
      return files
          .filter(file -> file.getFileName().toString().matches("run-.*-" + run.pid() + "\\.log"))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  @Order(7)
  void lineageIsPostedAndWrittenFromTheStartToTheEndOfBothQueries() throws IOException {
    List<String> written = Files.readAllLines(lineageFile);
    assertThat(written).containsExactlyInAnyOrderElementsOf(posted);
    Map<String, List<String>> types = new TreeMap<>();
    Map<String, JsonNode> last = new TreeMap<>();
    for (String line : written) {
      JsonNode event = JSON.readTree(line);
      String job = event.at("/job/name").asText();
      types.computeIfAbsent(job, absent -> new ArrayList<>()).add(event.at("/eventType").asText());
      last.put(job, event);
    }

    assertThat(types.get("observed.land")).startsWith("START", "RUNNING").endsWith("COMPLETE");
    assertThat(types.get("observed.refine")).startsWith("START", "RUNNING").endsWith("COMPLETE");
    JsonNode land = last.get("observed.land");
    JsonNode refine = last.get("observed.refine");
    assertThat(land.at("/inputs/0/name").asText()).isEqualTo("observed");
    assertThat(land.at("/inputs/0/namespace").asText())
        .isEqualTo("kafka://" + TestServers.sandbox().kafka().bootstrapServers());
    assertThat(land.at("/outputs/0/outputFacets/outputStatistics/rowCount").asInt()).isEqualTo(10);
    assertThat(refine.at("/inputs/0/name").asText())
        .as("the raw table")
        .isEqualTo(land.at("/outputs/0/name").asText());
    JsonNode table = refine.at("/outputs/0");
    assertThat(table.path("name").asText()).isEqualTo("observed.public.sighting");
    assertThat(table.at("/outputFacets/outputStatistics/rowCount").asInt()).isEqualTo(7);
    assertThat(table.at("/facets/columnLineage/fields/size/inputFields/0/field").asText())
        .isEqualTo("value.size");
    assertThat(refine.at("/run/facets/parent/run")).isEqualTo(land.at("/run/facets/parent/run"));
    environment.secrets().forEach(secret -> assertThat(written.toString()).doesNotContain(secret));
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
