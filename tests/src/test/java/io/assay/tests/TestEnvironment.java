package io.assay.tests;

import io.assay.sandbox.Sandbox;
import io.assay.tests.AssayCommand.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;

/**
 * An empty database and an empty lake, and the commands that work there. Its secrets are in
 * environment variables of the commands only.
 */
final class TestEnvironment {
  /** Kafka takes it and, on a broker that asks for nothing, never uses it. */
  private static final String KAFKA_SECRET = "kafka-secret-5d8e1f0b7c";

  /** For short runs of little. */
  static final List<String> SPARK_OPTIONS =
      List.of(
          "--master", "local[2]",
          "--driver-memory", "1g",
          // These drivers live for seconds: they should start fast.
          "--driver-java-options", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");

  private final Sandbox sandbox = TestServers.sandbox();
  private final String name;
  private final Path file;
  private final String password;
  private final Optional<LakeSite> site;
  private final List<Outcome> outcomes = new ArrayList<>();

  private TestEnvironment(String name, Optional<LakeSite> site) {
    this.name = name;
    this.site = site;
    this.file = sandbox.freshEnvironment(name);
    try {
      this.password = Files.readString(sandbox.passwordFile());
      Files.writeString(file, withLake(withoutSecrets(Files.readString(file)), site));
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
    return new TestEnvironment(name, Optional.empty());
  }

  /** Makes an environment whose lake is elsewhere. */
  static TestEnvironment create(String name, LakeSite site) {
    return new TestEnvironment(name, Optional.of(site));
  }

  private static String withLake(String environment, Optional<LakeSite> site) {
    return site.map(
            place ->
                environment.replaceFirst(
                    "(?s)lake \\{.*?\n}",
                    Matcher.quoteReplacement(
                        "lake {\n  root = \"%s\"\n  %s\n}"
                            .formatted(place.root(), place.settings()))))
        .orElse(environment);
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
    Map<String, String> variables = new HashMap<>(site.map(LakeSite::variables).orElse(Map.of()));
    variables.putAll(secretVariables());
    return variables;
  }

  private Map<String, String> secretVariables() {
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
    try (AssayCommand command = startIn(environment, Map.of(), arguments)) {
      return ended(command);
    }
  }

  /** Runs a command to its end with other values of environment variables. */
  Outcome runWith(Map<String, String> others, String... arguments) {
    try (AssayCommand command = startIn(file, others, arguments)) {
      return ended(command);
    }
  }

  /**
   * Runs a command to its end that says itself where Spark is and what the environment is.
   *
   * @param more environment variables
   */
  Outcome runOnCluster(Map<String, String> more, String... arguments) {
    Map<String, String> variables = variables();
    variables.put("SPARK_LOCAL_IP", "127.0.0.1");
    variables.putAll(more);
    try (AssayCommand command = AssayCommand.start(variables, arguments)) {
      return ended(command);
    }
  }

  /** Starts a command. */
  AssayCommand start(String... arguments) {
    return startIn(file, Map.of(), arguments);
  }

  /** Adds to the definition. */
  void define(String more) {
    try {
      Files.writeString(file, more, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot rewrite the environment " + file, e);
    }
  }

  /** Starts a command, with more environment variables. */
  AssayCommand startWith(Map<String, String> more, String... arguments) {
    return startIn(file, more, arguments);
  }

  private AssayCommand startIn(Path environment, Map<String, String> more, String... arguments) {
    Map<String, String> variables = variables();
    variables.putAll(more);
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--env", environment.toString()));
    all.addAll(SPARK_OPTIONS);
    return AssayCommand.start(variables, all.toArray(String[]::new));
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
    List<String> secrets = new ArrayList<>(List.of(password, KAFKA_SECRET));
    site.ifPresent(place -> secrets.addAll(place.variables().values()));
    return secrets;
  }

  /** The root of the lake; where it is elsewhere, the folder with all that is stored there. */
  Path lake() {
    return site.map(LakeSite::bytes).orElseGet(() -> file.resolveSibling("lake-" + name));
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
