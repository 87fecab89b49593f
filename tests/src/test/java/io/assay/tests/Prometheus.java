package io.assay.tests;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.opentest4j.TestAbortedException;

/** A real Prometheus that scrapes the pages of one job every second, as the PodMonitor has it. */
final class Prometheus implements AutoCloseable {
  private static final Map<String, String> PAGES =
      new TreeMap<>(
          Map.of(
              "driver", "/metrics/prometheus/",
              "job", "/assay/metrics/",
              "executors", "/metrics/executors/prometheus/"));

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final int port;

  private Prometheus(Process process, int port) {
    this.process = process;
    this.port = port;
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  /**
   * Starts one.
   *
   * @param target the port of the job's pages
   * @param labels that the pods would give
   * @param rules a file of alerts
   * @throws TestAbortedException if there is no Prometheus on this machine and none to be had
   */
  static Prometheus start(
      Path folder, int port, int target, Map<String, String> labels, String rules)
      throws IOException {
    Path program = program();
    Files.writeString(folder.resolve("rules.yml"), rules);
    Path settings = Files.writeString(folder.resolve("prometheus.yml"), settings(target, labels));
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--config.file=" + settings,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("prometheus.log").toFile())
            .start();
    return new Prometheus(process, port);
  }

  private static Path program() throws IOException {
    Process finding =
        new ProcessBuilder(
                Repository.root().resolve("tests/debian-program").toString(),
                "prometheus",
                "prometheus")
            .start();
    String found = new String(finding.getInputStream().readAllBytes(), UTF_8).strip();
    if (found.isEmpty()) {
      throw new TestAbortedException(
          new String(finding.getErrorStream().readAllBytes(), UTF_8).strip());
    }
    return Path.of(found);
  }

  private static String settings(int target, Map<String, String> labels) {
    String given =
        labels.entrySet().stream()
            .map(label -> label.getKey() + ": " + label.getValue())
            .collect(Collectors.joining(", "));
    StringBuilder settings =
        new StringBuilder(
            """
            global: { scrape_interval: 1s, evaluation_interval: 1s }
            rule_files: [ rules.yml ]
            scrape_configs:
            """);
    PAGES.forEach(
        (name, path) ->
            settings.append(
                """
                  - job_name: %1$s
                    metrics_path: %2$s
                    static_configs: [ { targets: [ "127.0.0.1:%3$d" ], labels: { endpoint: %1$s, %4$s } } ]
                """
                    .formatted(name, path, target, given)));
    return settings.toString();
  }

  /** The series that a query gives now; a query that Prometheus refuses fails. */
  JsonNode query(String expression) throws IOException, InterruptedException {
    return get("query?query=" + URLEncoder.encode(expression, UTF_8)).at("/data/result");
  }

  /** The alerts, with how they fare. */
  List<JsonNode> alerts() throws IOException, InterruptedException {
    return get("rules?type=alert").findValues("rules").stream()
        .flatMap(rules -> StreamSupport.stream(rules.spliterator(), false))
        .toList();
  }

  /** Whether it answers yet. */
  boolean isReady() throws InterruptedException {
    if (!process.isAlive()) {
      throw new IllegalStateException("Prometheus has ended; see prometheus.log");
    }
    try {
      return get("query?query=up").at("/data/result").size() > 0;
    } catch (IOException e) {
      return false;
    }
  }

  private JsonNode get(String question) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:%d/api/v1/%s".formatted(port, question));
    HttpResponse<String> answer =
        http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    JsonNode said = new ObjectMapper().readTree(answer.body());
    if (!said.path("status").asText().equals("success")) {
      throw new IllegalArgumentException(question + ": " + said.path("error").asText());
    }
    return said;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
