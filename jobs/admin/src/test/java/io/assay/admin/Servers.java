package io.assay.admin;

import io.assay.sandbox.KafkaBroker;
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
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The servers of the tests of this module, and a database for one test. */
final class Servers {
  static final String KAFKA_SECRET = "kafka-secret-1f40c2";

  private static final PostgresServer POSTGRES = postgres();
  private static final KafkaBroker KAFKA = kafka();

  private final String url =
      POSTGRES.createDatabase("t" + UUID.randomUUID().toString().replace("-", ""));

  /** The text of an environment. */
  String environment() {
    return environment(KAFKA.bootstrapServers(), url);
  }

  /** The same where nobody answers. */
  String nowhere() {
    return environment("127.0.0.1:1", "jdbc:postgresql://127.0.0.1:1/nowhere");
  }

  /** The same with a schema registry. */
  String withRegistry() {
    return environment() + "registry { url = \"%s\" }\n".formatted(Registry.SERVER.url());
  }

  /** Started when it is asked for. */
  private static final class Registry {
    static final RegistryServer SERVER = RegistryServer.start(directory("registry"));

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close));
    }
  }

  /** Registers a schema, whatever it is. */
  static void register(String subject) {
    register(subject, "\"string\"");
  }

  /** Registers a schema; of a new registry it is the first, with the id 1, and so on. */
  static String register(String subject, String schema) {
    String quoted = schema.replaceAll("\\s*\\n\\s*", " ").replace("\"", "\\\"");
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(Registry.SERVER.url() + "/subjects/" + subject + "/versions"))
            .header("Content-Type", "application/vnd.schemaregistry.v1+json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"schema\": \"" + quoted + "\"}"))
            .build();
    try {
      return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String environment(String kafka, String database) {
    return """
        environment = test
        kafka {
          bootstrap-servers = "%s"
          options { default.api.timeout.ms = 3000, request.timeout.ms = 2000 }
          secrets { sasl.jaas.config = { file = "%s" } }
        }
        lake { root = "file:///tmp/assay-admin-test" }
        database { url = "%s", user = %s, password = { file = "%s" } }
        """
        .formatted(kafka, jaas(), database, POSTGRES.user(), POSTGRES.passwordFile());
  }

  /** Kafka takes it and, on a broker that asks for nothing, never uses it. */
  private static Path jaas() {
    try {
      return Files.writeString(
          directory("secret").resolve("jaas"),
          "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"a\" password=\"%s\";"
              .formatted(KAFKA_SECRET));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void topic(String name) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", KAFKA.bootstrapServers()))) {
      admin
          .createTopics(List.of(new NewTopic(name, 1, (short) 1)))
          .all()
          .toCompletionStage()
          .toCompletableFuture()
          .join();
    }
  }

  /** Sends records without keys. */
  static void send(String topic, List<byte[]> values) {
    Map<String, Object> options = Map.of("bootstrap.servers", KAFKA.bootstrapServers());
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(options, new ByteArraySerializer(), new ByteArraySerializer())) {
      values.forEach(value -> producer.send(new ProducerRecord<>(topic, value)));
    }
  }

  void execute(String... statements) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first column. */
  List<String> column(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(url, POSTGRES.user(), password());
  }

  /** What must not be seen. */
  String password() {
    try {
      return Files.readString(POSTGRES.passwordFile()).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PostgresServer postgres() {
    PostgresServer server = PostgresServer.start(directory("postgres"));
    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    return server;
  }

  private static KafkaBroker kafka() {
    KafkaBroker broker = KafkaBroker.start(directory("kafka"));
    Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
    return broker;
  }

  private static Path directory(String name) {
    try {
      return Files.createTempDirectory("assay-admin-" + name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
