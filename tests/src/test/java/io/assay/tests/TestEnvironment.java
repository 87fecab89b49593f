package io.assay.tests;

import io.assay.sandbox.Sandbox;
import io.assay.tests.AssayCommand.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An empty database and an empty lake, and the commands that work there. Its secrets are in
 * environment variables of the commands only.
 */
final class TestEnvironment {
  /** Kafka takes it and, on a broker that asks for nothing, never uses it. */
  private static final String KAFKA_SECRET = "kafka-secret-5d8e1f0b7c";

  private static final List<String> SPARK_OPTIONS =
      List.of(
          "--master", "local[2]",
          "--driver-memory", "1g",
          // These drivers live for seconds: they should start fast.
          "--driver-java-options", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");

  private final Sandbox sandbox = TestServers.sandbox();
  private final String name;
  private final Path file;
  private final String password;
  private final List<Outcome> outcomes = new ArrayList<>();

  private TestEnvironment(String name) {
    this.name = name;
    this.file = sandbox.freshEnvironment(name);
    try {
      this.password = Files.readString(sandbox.passwordFile());
      Files.writeString(file, withoutSecrets(Files.readString(file)));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot rewrite the environment " + file, e);
    }
  }

  /**
   * Makes an environment.
   *
   * @param name lower-case letters and digits
   */
  static TestEnvironment create(String name) {
    return new TestEnvironment(name);
  }

  private static String withoutSecrets(String environment) {
    return environment
        .replaceFirst("password = \\{ file = [^}]*}", "password = { env = ASSAY_TEST_PASSWORD }")
        .replaceFirst(
            "secrets \\{}",
            "secrets { sasl.jaas.config = { env = ASSAY_TEST_JAAS }, ssl.keystore.password = { env = ASSAY_TEST_KEYSTORE } }");
  }

  /** The secrets, as the environment file names them. */
  Map<String, String> variables() {
    return Map.of(
        "ASSAY_TEST_PASSWORD",
        password,
        "ASSAY_TEST_KEYSTORE",
        KAFKA_SECRET,
        "ASSAY_TEST_JAAS",
        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"assay\" password=\"%s\";"
            .formatted(KAFKA_SECRET));
  }

  /** Runs a command to its end. */
  Outcome run(String... arguments) {
    return runIn(file, arguments);
  }

  /** Runs a command to its end in another environment, with the secrets of this one. */
  Outcome runIn(Path environment, String... arguments) {
    try (AssayCommand command = startIn(environment, arguments)) {
      return ended(command);
    }
  }

  /**
   * Runs a command to its end that says itself where Spark is and what the environment is.
   *
   * @param more environment variables
   */
  Outcome runOnCluster(Map<String, String> more, String... arguments) {
    Map<String, String> variables = new HashMap<>(variables());
    variables.put("SPARK_LOCAL_IP", "127.0.0.1");
    variables.putAll(more);
    try (AssayCommand command = AssayCommand.start(variables, arguments)) {
      return ended(command);
    }
  }

  /** Starts a command. */
  AssayCommand start(String... arguments) {
    return startIn(file, arguments);
  }

  private AssayCommand startIn(Path environment, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--env", environment.toString()));
    all.addAll(SPARK_OPTIONS);
    return AssayCommand.start(variables(), all.toArray(String[]::new));
  }

  /** Waits for a command's end and keeps what it said. */
  Outcome ended(AssayCommand command) {
    Outcome outcome = command.await();
    outcomes.add(outcome);
    return outcome;
  }

  /** How the commands have ended so far. */
  List<Outcome> outcomes() {
    return outcomes;
  }

  /** What must not be seen anywhere. */
  List<String> secrets() {
    return List.of(password, KAFKA_SECRET);
  }

  /** The root of the lake. */
  Path lake() {
    return file.resolveSibling("lake-" + name);
  }

  /** The file with the definition. */
  Path file() {
    return file;
  }

  /** A new connection to the database. */
  Connection connect() throws SQLException {
    return DriverManager.getConnection(sandbox.postgres().jdbcUrl(name), sandbox.user(), password);
  }
}
