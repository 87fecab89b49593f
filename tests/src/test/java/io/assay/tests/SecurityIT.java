package io.assay.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.assay.tests.AssayCommand.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The suite at servers that want TLS and a login, in a database where the tables are another
 * role's: it works, its secrets are seen nowhere, and what is not right is refused, soon and in a
 * sentence.
 */
class SecurityIT {
  private static final int USAGE = 2;
  private static final int NOT_STARTED = 3;
  private static final int FAILED = 4;

  /** Even on a machine with much else to do. */
  private static final Duration SOON = Duration.ofMinutes(3);

  private static final String PIPELINE = TestPipeline.file("secured");
  private static final String SCHEMA =
      "{\"type\":\"record\",\"name\":\"Payment\",\"fields\":[{\"name\":\"id\",\"type\":\"string\"},{\"name\":\"amount\",\"type\":\"long\"}]}";

  private static final String COMMITTED =
      "select count(*) from assay.batch where pipeline = 'secured' and silver";
  private static final String QUARANTINED =
      "select count(*) from assay.quarantine where pipeline = 'secured'";

  @TempDir static Path directory;

  private static SecuredServers servers;
  private static HttpClient http;
  private static final List<Outcome> OUTCOMES = new ArrayList<>();

  @BeforeAll
  static void startServersMakeTablesAndSendRecords() throws Exception {
    servers =
        SecuredServers.start(
            Repository.root().resolve("tests").resolve("target").resolve("secured"));
    http = HttpClient.newHttpClient();
    send(registeredSchema());
    applyAsOwner(PIPELINE);
  }

  @AfterAll
  static void stopServers() {
    if (servers != null) {
      servers.close();
    }
  }

  private static void applyAsOwner(String pipeline) throws IOException {
    Outcome applied = run(changed(SecurityIT::ofOwner), servers.variables(), "apply", pipeline);
    assertThat(applied.status()).as(applied.errors()).isZero();
  }

  /** The same pipeline under another name, with a table of its own. */
  private static Path pipeline(String name, UnaryOperator<String> change) throws IOException {
    String definition =
        Files.readString(Path.of(PIPELINE))
            .replace("pipeline = secured", "pipeline = " + name)
            .replace("payment {", name + "_payment {");
    return Files.writeString(directory.resolve(name + ".conf"), change.apply(definition));
  }

  private static String ofOwner(String environment) {
    return environment
        .replace("assay_job", "assay_owner")
        .replace("/job-password", "/owner-password");
  }

  // ---- what works

  @Test
  void aWholeRunLeavesNoSecretAnywhere() throws Exception {
    Path environment = changed(UnaryOperator.identity());
    Path sheet = Files.writeString(directory.resolve("fed.csv"), "id\nsecured\n");
    assertThat(ended(run(environment, servers.variables(), "feed", "files", sheet.toString())))
        .isZero();
    assertThat(ended(run(environment, servers.variables(), "plan", PIPELINE, "--statements")))
        .isZero();

    SecretSearch search = SecretSearch.of(servers.secrets());
    SecretSearch control = SecretSearch.of(List.of("secured"));
    Path events = Files.createDirectory(directory.resolve("events"));
    Path settings = // as one gives executors what they need where nothing else does
        Files.writeString(
            directory.resolve("spark.properties"),
            "spark.executorEnv.ASSAY_TEST_JAAS " + servers.variables().get("ASSAY_TEST_JAAS"));
    int port = freePort();
    try (AssayCommand run =
        start(
            environment,
            servers.variables(),
            "run",
            PIPELINE,
            "--properties-file",
            settings.toString(),
            "--conf",
            "spark.ui.enabled=true",
            "--conf",
            "spark.ui.port=" + port,
            "--conf",
            "spark.eventLog.enabled=true",
            "--conf",
            "spark.eventLog.compress=false",
            "--conf",
            "spark.eventLog.dir=" + events.toUri(),
            "--conf",
            "spark.metrics.conf.*.sink.prometheusServlet.class=org.apache.spark.metrics.sink.PrometheusServlet",
            "--conf",
            "spark.metrics.conf.*.sink.prometheusServlet.path=/metrics/prometheus")) {
      try (Connection connection = servers.superuser()) {
        Awaiting.until(
            "silver has the batch",
            () -> {
              assertThat(run.isAlive()).as(run.errors()).isTrue();
              return Ledger.number(connection, COMMITTED) >= 1;
            });
      }
      for (Map.Entry<String, String> page : uiPages(port).entrySet()) {
        search.look(page.getKey(), page.getValue());
        control.look(page.getKey(), page.getValue());
      }
      search.lookAtCommandLines();
      control.lookAtCommandLines();
      run.terminate();
      Outcome outcome = run.await();
      OUTCOMES.add(outcome);
      assertThat(outcome.status()).as(outcome.errors()).isZero();
    }
    try (Connection connection = servers.superuser()) {
      assertThat(Ledger.number(connection, "select count(*) from payment")).isEqualTo(2);
      assertThat(Ledger.number(connection, QUARANTINED)).isEqualTo(1);
    }
    for (List<String> command :
        List.of(
            List.of("quarantine", "requeue", PIPELINE, "--all", "--reason", "once more", "--now"),
            List.of("summary", PIPELINE),
            List.of("upkeep", PIPELINE))) {
      Outcome outcome = run(environment, servers.variables(), command.toArray(String[]::new));
      assertThat(ended(outcome)).as(command + outcome.errors()).isZero();
    }
    Path readers =
        changed(text -> text.replace("assay_job", "assay_reader").replace("/job-", "/reader-"));
    Outcome listed = run(readers, servers.variables(), "quarantine", "list", PIPELINE);
    assertThat(ended(listed)).as(listed.errors()).isZero();
    assertThat(listed.output()).contains("sized");

    for (SecretSearch each : List.of(search, control)) {
      each.lookIn(OUTCOMES);
      each.lookBelow(Repository.root().resolve("var").resolve("log"));
      each.lookBelow(servers.lake());
      each.lookBelow(environment);
      each.lookBelow(events);
      try (Connection connection = servers.superuser()) {
        each.lookIn(connection);
      }
    }
    assertThat(search.places()).isEmpty();
    assertThat(control.places())
        .as("where the search looks")
        .contains(
            "environment/",
            "api/v1/applications/{application}/environment",
            "api/v1/applications/{application}/sql",
            "StreamingQuery/",
            "SQL/",
            "assay/metrics/",
            "command line",
            "standard output",
            "standard error",
            "assay.batch",
            environment.toString())
        .anyMatch(place -> place.startsWith(events.toString()))
        .anyMatch(place -> place.startsWith(servers.lake().toString()))
        .anyMatch(place -> place.contains("/var/log/"));
  }

  // ---- what is refused

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "stranger  | SslAuthenticationException | ssl.truststore.location",
        "host      | SslAuthenticationException | kafka.bootstrap-servers has the name",
        "password  | SaslAuthenticationException | sasl.jaas.config",
        "plain     | TimeoutException | security.protocol",
      })
  void kafkaRefuses(String what, String failure, String remedy) throws IOException {
    Path environment =
        changed(
            text ->
                switch (what) {
                  case "stranger" -> ofStranger(text);
                  case "host" ->
                      text.replace(
                          servers.kafka().bootstrapServers(), onOtherName(servers.kafka().port()));
                  case "plain" ->
                      text.replace("SASL_SSL", "PLAINTEXT")
                          .replace("timeout.ms = 20000", "timeout.ms = 8000")
                          .replace("timeout.ms = 10000", "timeout.ms = 4000");
                  default -> text;
                });
    Path sheet = Files.writeString(directory.resolve("refused.csv"), "id\n1\n");
    refused(
        NOT_STARTED,
        environment,
        List.of("feed", "files", sheet.toString()),
        what.equals("password") ? servers.wrongVariables() : servers.variables(),
        "Cannot look up or make topics in Kafka at",
        failure,
        remedy);
  }

  @Test
  void aQueryThatKafkaRefusesDoesNotStart() throws IOException {
    refused(
        NOT_STARTED,
        changed(UnaryOperator.identity()),
        List.of("land", PIPELINE),
        servers.wrongVariables(),
        "Cannot ask Kafka at localhost:" + servers.kafka().port(),
        "SaslAuthenticationException",
        "sasl.jaas.config");
  }

  @Test
  void optionsThatMakeNoClientAreToldWithoutTheSecretInThem() throws IOException {
    Map<String, String> variables = new HashMap<>(servers.variables());
    variables.compute(
        "ASSAY_TEST_JAAS",
        (name, jaas) ->
            jaas.replaceFirst("password=\"([^\"]*)\"", "$1")); // so Kafka takes it for a name
    Path sheet = Files.writeString(directory.resolve("unsent.csv"), "id\n1\n");
    refused(
        USAGE,
        changed(UnaryOperator.identity()),
        List.of("feed", "files", sheet.toString()),
        variables,
        "Cannot make a client for Kafka",
        "quotes a secret",
        "kafka.secrets");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "stranger  | 08 | sslrootcert",
        "host      | 08 | sslrootcert",
        "password  | 28P01 | the secret",
        "plain     | 28000 | sslmode",
      })
  void theDatabaseRefuses(String what, String state, String remedy) throws IOException {
    Path environment =
        changed(
            text ->
                switch (what) {
                  case "stranger" -> ofStranger(text);
                  case "host" ->
                      text.replace(
                          "localhost:" + servers.postgres().port(),
                          onOtherName(servers.postgres().port()));
                  case "password" -> text.replace("/job-password", "/wrong-password");
                  default -> text.replace("sslmode=verify-full", "sslmode=disable");
                });
    refused(
        NOT_STARTED,
        environment,
        List.of("apply", PIPELINE),
        servers.variables(),
        "Cannot connect as assay_job (PostgreSQL ",
        servers.postgres().port() + "/secured, SQLSTATE " + state,
        remedy);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "stranger  | registry.trust-store",
        "host      | registry.trust-store",
        "password  | registry.password",
        "plain     | registry.url",
      })
  void theRegistryRefuses(String what, String remedy) throws IOException {
    String url = servers.gate().url();
    Path environment =
        changed(
            text ->
                switch (what) {
                  case "stranger" -> ofStranger(text);
                  case "host" -> text.replace(url, url.replace("localhost", "127.0.0.1"));
                  case "plain" -> text.replace(url, url.replace("https:", "http:"));
                  default -> text.replace("ASSAY_TEST_REGISTRY", "ASSAY_TEST_NO_REGISTRY");
                });
    Map<String, String> variables = new HashMap<>(servers.variables());
    variables.put("ASSAY_TEST_NO_REGISTRY", "not-the-password");
    Instant begin = Instant.now();
    Outcome outcome = run(environment, variables, "plan", PIPELINE);
    assertThat(Duration.between(begin, Instant.now())).isLessThan(SOON);
    OUTCOMES.add(outcome);
    assertThat(outcome.status()).as(outcome.output()).isEqualTo(USAGE);
    assertThat(outcome.output()).contains("The schema registry http").contains(remedy);
  }

  @Test
  void aRegistryThatRefusesEndsTheRunAfterItsAttempts() throws IOException {
    String pipeline = pipeline("unread", text -> text).toString();
    applyAsOwner(pipeline);
    Map<String, String> variables = new HashMap<>(servers.variables());
    variables.put("ASSAY_TEST_REGISTRY", "not-the-password");
    refused(
        FAILED,
        changed(UnaryOperator.identity()),
        List.of("refine", pipeline, "--source", "kafka", "--available-now", "--attempts", "2"),
        variables,
        "Attempt 1 of 2 failed",
        "answers 401",
        "registry.user and registry.password");
  }

  // ---- least rights

  @ParameterizedTest
  @ValueSource(
      strings = {
        "drop table payment",
        "alter table payment add column more text",
        "truncate payment",
        "create index on payment (amount)",
        "create table public.mine (id integer)",
        "create table assay.mine (id integer)",
        "drop table assay.batch",
        "create schema mine",
        "create role mine",
        "alter table payment disable trigger all",
        "set session_replication_role = replica",
        "copy payment to program 'cat'",
        "set role assay_owner"
      })
  void theRoleOfTheJobsMayNot(String statement) throws SQLException {
    try (Connection connection = servers.asJob();
        Statement work = connection.createStatement()) {
      assertThatThrownBy(() -> work.execute(statement))
          .isInstanceOfSatisfying(
              SQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo("42501"));
    }
  }

  @Test
  void aChangeOfTablesIsLeftToTheirOwner() throws Exception {
    String pipeline = pipeline("another", text -> text).toString();
    applyAsOwner(pipeline);
    pipeline(
        "another", text -> text.replace("amount = amount }", "amount = amount, also = amount }"));
    Path ours = changed(UnaryOperator.identity());
    List<String> refine = List.of("refine", pipeline, "--source", "kafka", "--available-now");
    refused(
        NOT_STARTED,
        ours,
        refine,
        servers.variables(),
        "another_payment",
        "SQLSTATE 42501",
        "submit/assay apply");

    applyAsOwner(pipeline);

    Outcome refined = run(ours, servers.variables(), refine.toArray(String[]::new));
    assertThat(refined.status()).as(refined.errors()).isZero();
    try (Connection connection = servers.superuser()) {
      assertThat(Ledger.number(connection, "select count(also) from another_payment")).isEqualTo(2);
      assertThat(
              Ledger.number(
                  connection,
                  "select count(*) from pg_class where relowner = 'assay_job'::regrole"))
          .isZero();
    }
  }

  // ---- how

  private static void refused(
      int status,
      Path environment,
      List<String> command,
      Map<String, String> variables,
      String... words) {
    Instant begin = Instant.now();
    Outcome outcome = run(environment, variables, command.toArray(String[]::new));
    OUTCOMES.add(outcome);
    assertThat(Duration.between(begin, Instant.now())).isLessThan(SOON);
    assertThat(outcome.status()).as(outcome.errors()).isEqualTo(status);
    assertThat(outcome.errors()).contains(words).doesNotContain("\tat ");
    servers
        .secrets()
        .forEach(secret -> assertThat(outcome.output() + outcome.errors()).doesNotContain(secret));
  }

  private static int ended(Outcome outcome) {
    OUTCOMES.add(outcome);
    return outcome.status();
  }

  private static Outcome run(Path environment, Map<String, String> variables, String... arguments) {
    try (AssayCommand command = start(environment, variables, arguments)) {
      return command.await();
    }
  }

  private static AssayCommand start(
      Path environment, Map<String, String> variables, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--env", environment.toString()));
    all.addAll(TestEnvironment.SPARK_OPTIONS);
    return AssayCommand.start(variables, all.toArray(String[]::new));
  }

  /** The environment with something changed, as a file. */
  private static Path changed(UnaryOperator<String> change) throws IOException {
    return Files.writeString(
        Files.createTempFile(directory, "environment", ".conf"),
        change.apply(servers.environment()));
  }

  private static String ofStranger(String environment) {
    String changed = environment;
    for (Map.Entry<String, String> words : servers.strangers()) {
      changed = changed.replace(words.getKey(), words.getValue());
    }
    return changed;
  }

  /** The servers listen there, too, but their certificates do not say so. */
  private static String onOtherName(int port) {
    return "127.0.0.1:" + port;
  }

  /** Makes the schema known to the registry, by way of its gate; gives its id. */
  private static int registeredSchema() throws Exception {
    HttpClient client =
        HttpClient.newBuilder()
            .sslContext(TrustedCertificate.context(servers.certificate()))
            .build();
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(
                    URI.create(servers.gate().url() + "/subjects/secured-value/versions"))
                .header("Authorization", servers.registryLogin())
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        new ObjectMapper().writeValueAsString(Map.of("schema", SCHEMA))))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new ObjectMapper().readTree(answer.body()).path("id").asInt();
  }

  /** Two records to be accepted, and one that is too much. */
  private static void send(int schema) throws Exception {
    try (Admin admin = Admin.create(servers.kafkaOptions())) {
      Awaiting.until(
          "the broker has joined its cluster",
          () -> {
            Collection<?> nodes = admin.describeCluster().nodes().get();
            return !nodes.isEmpty();
          });
      admin.createTopics(List.of(new NewTopic("secured", 1, (short) 1))).all().get();
    }
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            servers.kafkaOptions(), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>("secured", wire(schema, "a", 1))).get();
      producer.send(new ProducerRecord<>("secured", wire(schema, "b", 2))).get();
      producer.send(new ProducerRecord<>("secured", wire(schema, "c", 1000))).get();
    }
  }

  /** A datum in the wire format of the registry: zero, the schema's id, the fields. */
  private static byte[] wire(int schema, String id, long amount) {
    ByteArrayOutputStream datum = new ByteArrayOutputStream();
    datum.write(0);
    datum.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(schema).array());
    zigzag(datum, id.length());
    datum.writeBytes(id.getBytes(UTF_8));
    zigzag(datum, amount);
    return datum.toByteArray();
  }

  private static void zigzag(ByteArrayOutputStream out, long value) {
    long rest = (value << 1) ^ (value >> 63);
    while ((rest & ~0x7FL) != 0) {
      out.write((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  /**
   * What the pages of a driver say, by their addresses: ours, and Spark's about whatever it has.
   */
  private static Map<String, String> uiPages(int port) throws Exception {
    String base = "http://127.0.0.1:" + port + "/";
    String application = first("\"id\"\\s*:\\s*\"([^\"]+)\"", get(base + "api/v1/applications"));
    Map<String, String> pages = new HashMap<>();
    for (String page :
        List.of(
            "jobs/",
            "stages/",
            "storage/",
            "environment/",
            "executors/",
            "executors/threadDump/?executorId=driver",
            "SQL/",
            "StreamingQuery/",
            "assay/metrics/",
            "metrics/prometheus/",
            "metrics/json/",
            "api/v1/applications",
            "api/v1/applications/{application}/environment",
            "api/v1/applications/{application}/sql",
            "api/v1/applications/{application}/jobs",
            "api/v1/applications/{application}/stages",
            "api/v1/applications/{application}/allexecutors")) {
      String address = base + page.replace("{application}", application);
      pages.put(page, get(page.endsWith("/sql") ? address + "?details=true&length=1000" : address));
    }
    Matcher execution = Pattern.compile("/SQL/execution/\\?id=([0-9]+)").matcher(pages.get("SQL/"));
    while (execution.find()) {
      String page = "SQL/execution/?id=" + execution.group(1);
      pages.put(page, get(base + page));
    }
    assertThat(pages.keySet()).anyMatch(page -> page.startsWith("SQL/execution/"));
    return pages;
  }

  private static String first(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(text).isTrue();
    return matcher.group(1);
  }

  private static String get(String address) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(address)).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(address).isEqualTo(200);
    return answer.body();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
