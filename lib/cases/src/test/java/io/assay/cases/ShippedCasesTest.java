package io.assay.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.model.Environment;
import io.assay.model.Secret;
import io.assay.model.cases.PipelineCase;
import io.assay.model.file.CaseFile;
import io.assay.model.file.PipelineFile;
import io.assay.runtime.SessionFactory;
import io.assay.sandbox.PostgresServer;
import io.assay.sandbox.RegistryServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The cases beside the shipped pipelines. */
class ShippedCasesTest {
  private static final Path PIPELINES = Path.of("../../conf/pipelines");

  private static final String USER =
      """
      {"type": "record", "name": "User", "fields": [{"name": "name", "type": "string"}]}
      """;

  private static final String WORKER =
      """
      {"type": "record", "name": "Worker", "fields": [
        {"name": "employeeId", "type": "string"},
        {"name": "employeeRole", "type": {"type": "enum", "name": "Role", "symbols": ["Manager", "ProductionWorker"]}},
        {"name": "team", "type": ["null", "string"], "default": null},
        {"name": "weeklyProduction", "type": {"type": "array", "items": {"type": "record", "name": "Day", "fields": [
          {"name": "timeStart", "type": ["null", "string"]},
          {"name": "timeEnd", "type": ["null", "string"]},
          {"name": "manufactured", "type": "int"}]}}},
        {"name": "workSchedule", "type": ["null", {"type": "record", "name": "Week", "fields": [
          {"name": "monday", "type": ["null", "string"]},
          {"name": "tuesday", "type": ["null", "string"]},
          {"name": "wednesday", "type": ["null", "string"]},
          {"name": "thursday", "type": ["null", "string"]},
          {"name": "friday", "type": ["null", "string"]},
          {"name": "saturday", "type": ["null", "string"]},
          {"name": "sunday", "type": ["null", "string"]}]}]}
      ]}
      """;

  @TempDir static Path folder;
  private static PostgresServer postgres;
  private static RegistryServer registry;
  private static SparkSession session;

  @BeforeAll
  static void start() {
    System.setProperty("spark.master", "local[2]");
    System.setProperty("spark.driver.host", "127.0.0.1");
    System.setProperty("spark.driver.bindAddress", "127.0.0.1");
    System.setProperty("spark.sql.shuffle.partitions", "2");
    session = SessionFactory.start("cases-test");
    postgres = PostgresServer.start(folder.resolve("postgres"));
    registry = RegistryServer.start(folder.resolve("registry"));
    assertThat(register("user_data-value", USER)).isEqualTo("{\"id\":1}");
    assertThat(register("worker-value", WORKER)).isEqualTo("{\"id\":2}");
  }

  @AfterAll
  static void stop() {
    session.stop();
    registry.close();
    postgres.close();
  }

  @Test
  void everyShippedPipelineHasCases() {
    assertThat(pipelines()).isNotEmpty().allMatch(file -> Files.exists(CaseFile.beside(file)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("cases")
  void theCasePasses(String pipeline, String name, PipelineCase given) throws Exception {
    CaseRun run =
        new CaseRun(
            session,
            environment(),
            PipelineFile.parse(PIPELINES.resolve(pipeline + ".conf")));

    assertThat(run.differences(given)).isEmpty();
  }

  static Stream<Arguments> cases() {
    return pipelines().stream()
        .flatMap(
            file ->
                CaseFile.parse(CaseFile.beside(file)).cases().stream()
                    .map(
                        each ->
                            Arguments.of(
                                file.getFileName().toString().replace(".conf", ""),
                                each.name(),
                                each)));
  }

  private static List<Path> pipelines() {
    try (Stream<Path> files = Files.list(PIPELINES)) {
      return files
          .filter(file -> file.toString().endsWith(".conf"))
          .filter(file -> !file.toString().endsWith(".cases.conf"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Environment environment() {
    return new Environment(
        "cases",
        new Environment.Kafka("127.0.0.1:1", Map.of(), Map.of()),
        new Environment.Lake(folder.resolve("lake").toUri().toString()),
        new Environment.Database(
            postgres.jdbcUrl("postgres"),
            postgres.user(),
            Optional.of(new Secret.FromFile(postgres.passwordFile().toString())),
            "public",
            Duration.ofMinutes(1),
            Duration.ofSeconds(10)),
        Optional.of(
            new Environment.Registry(
                registry.url(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(20))));
  }

  private static String register(String subject, String schema) {
    String quoted = schema.replaceAll("\\s*\\n\\s*", " ").replace("\"", "\\\"");
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(registry.url() + "/subjects/" + subject + "/versions"))
            .header("Content-Type", "application/vnd.schemaregistry.v1+json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"schema\": \"" + quoted + "\"}"))
            .build();
    try {
      return HttpClient.newHttpClient()
          .send(request, HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
