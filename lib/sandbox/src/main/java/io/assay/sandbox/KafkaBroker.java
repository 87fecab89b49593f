package io.assay.sandbox;

import io.assay.sandbox.ServerProcess.Lifetime;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A Kafka cluster of one broker that is its own controller (KRaft), in a JVM of its own with 512
 * MB. It listens on the loopback interface, keeps records for ever, takes records up to 10 MB, and
 * creates no topics by itself. Not thread-safe.
 */
public final class KafkaBroker implements AutoCloseable {
  static final String NAME = "The Kafka broker";

  private static final Duration START = Duration.ofSeconds(90);
  private static final Duration STOP = Duration.ofSeconds(30);
  private static final String SETTINGS = "server.properties";
  private static final String LOGIN_SETTINGS = "login.properties";
  private static final String LOGGING = "broker-log4j2.properties";

  /** As which a broker that wants a login would log in at others. */
  private static final String ITSELF = "broker";

  private final Path directory;
  private final Path home;
  private final int port;
  private final int controllerPort;
  private final Lifetime lifetime;
  private final Optional<BrokerLogin> login;
  private ServerProcess process;

  private KafkaBroker(
      Path directory,
      Path home,
      int port,
      int controllerPort,
      Lifetime lifetime,
      Optional<BrokerLogin> login) {
    this.directory = directory;
    this.home = home;
    this.port = port;
    this.controllerPort = controllerPort;
    this.lifetime = lifetime;
    this.login = login;
  }

  /**
   * Starts a broker on a free port; its data are in the directory, and found again if it was used
   * before.
   */
  public static KafkaBroker start(Path directory) {
    KafkaBroker broker = launch(directory, 0, Lifetime.OURS);
    broker.awaitAnswer();
    return broker;
  }

  /**
   * Starts a broker that listens to one user over TLS and to nobody else. It answers when this
   * returns, but may not have joined its cluster yet.
   *
   * @param directory for its data, which must not be used already
   */
  public static KafkaBroker start(Path directory, BrokerLogin login) {
    KafkaBroker broker = launch(directory, 0, Lifetime.OURS, Optional.of(login));
    broker.awaitAnswer();
    return broker;
  }

  /** Starts the process without waiting for the broker to answer. */
  static KafkaBroker launch(Path directory, int preferredPort, Lifetime lifetime) {
    return launch(directory, preferredPort, lifetime, Optional.empty());
  }

  private static KafkaBroker launch(
      Path directory, int preferredPort, Lifetime lifetime, Optional<BrokerLogin> login) {
    KafkaBroker broker =
        new KafkaBroker(
            directory.toAbsolutePath(),
            Runtimes.kafka(),
            LoopbackPort.freeOr(preferredPort),
            LoopbackPort.free(),
            lifetime,
            login);
    broker.launch();
    return broker;
  }

  /** For {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return login.map(wanted -> wanted.identity().host()).orElse(LoopbackPort.HOST) + ":" + port;
  }

  /** The broker's process, for whoever measures it. */
  public long processId() {
    return process.identity().pid();
  }

  /** Ends the broker with SIGKILL, as a crash would. */
  public void kill() {
    process.kill();
  }

  /** Starts a broker that was closed or killed again, on the same port and data. */
  public void restart() {
    if (process.isAlive()) {
      throw new IllegalStateException("The broker still runs: close() or kill() it first");
    }
    launch();
    awaitAnswer();
  }

  /** Ends the broker in order; its data stay. */
  @Override
  public void close() {
    stop(process);
  }

  static void stop(ServerProcess broker) {
    broker.stop(ServerProcess.Signal.TERM, STOP);
  }

  static Path log(Path directory) {
    return directory.resolve("logs").resolve("broker.log");
  }

  static void check(int port) throws IOException {
    try (KafkaConnection connection = KafkaConnection.open(port)) {
      connection.check();
    }
  }

  ServerProcess process() {
    return process;
  }

  /** The port that it listens on. */
  public int port() {
    return port;
  }

  void checkAnswer() throws IOException {
    if (login.isEmpty()) {
      check(port);
      return;
    }
    try (KafkaConnection connection =
        KafkaConnection.open(port, login.get().identity().context())) {
      connection.checkVersions();
    } catch (GeneralSecurityException e) {
      throw new IOException("Cannot prepare TLS", e);
    }
  }

  void awaitAnswer() {
    process.awaitAnswer(this::checkAnswer, START);
  }

  private void launch() {
    writeSettings();
    if (!Files.exists(directory.resolve("data").resolve("meta.properties"))) {
      format();
    }
    process =
        ServerProcess.start(
            NAME,
            java("-Xms128m", "-Xmx512m", "kafka.Kafka", directory.resolve(SETTINGS).toString()),
            log(directory),
            lifetime,
            ServerProcess.Signal.KILL);
  }

  private void format() {
    UUID random = UUID.randomUUID();
    byte[] bytes =
        ByteBuffer.allocate(2 * Long.BYTES)
            .putLong(random.getMostSignificantBits())
            .putLong(random.getLeastSignificantBits())
            .array();
    String cluster = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    List<String> command =
        java(
            "-Xmx128m",
            "-XX:TieredStopAtLevel=1",
            "kafka.tools.StorageTool",
            "format",
            "--cluster-id=" + cluster,
            "--config=" + directory.resolve(SETTINGS));
    login.ifPresent(
        wanted -> {
          command.addAll(scram(wanted.user(), wanted.password()));
          command.addAll(scram(ITSELF, wanted.password()));
        });
    Commands.run(command, log(directory));
  }

  private static List<String> scram(String user, String password) {
    return List.of("--add-scram", "SCRAM-SHA-512=[name=%s,password=%s]".formatted(user, password));
  }

  private List<String> java(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dlog4j2.configurationFile=" + directory.resolve(LOGGING),
                "-cp",
                home.resolve("jars") + "/*"));
    command.addAll(List.of(arguments));
    return command;
  }

  private void writeSettings() {
    try {
      Files.createDirectories(log(directory).getParent());
      Files.writeString(
          directory.resolve(SETTINGS),
          (resource(SETTINGS) + loginSettings())
              .replace("@port@", Integer.toString(port))
              .replace("@controller-port@", Integer.toString(controllerPort))
              .replace("@data@", directory.resolve("data").toString()));
      Files.writeString(directory.resolve(LOGGING), resource(LOGGING));
    } catch (IOException e) {
      throw new SandboxException(
          "Cannot write the settings of the Kafka broker in " + directory, e);
    }
  }

  private String loginSettings() throws IOException {
    if (login.isEmpty()) {
      return "";
    }
    ServerIdentity identity = login.get().identity();
    Path both = directory.resolve("identity.pem"); // Kafka wants key and certificates in one file
    Files.writeString(
        both, Files.readString(identity.key()) + Files.readString(identity.certificate()));
    return resource(LOGIN_SETTINGS)
        .replace("@host@", identity.host())
        .replace("@jaas@", BrokerLogin.jaas(ITSELF, login.get().password()))
        .replace("@identity@", both.toString())
        .replace("@authority@", identity.authority().toString());
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = KafkaBroker.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
