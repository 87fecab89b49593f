package io.assay.sandbox;

import io.assay.sandbox.ServerProcess.Lifetime;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
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
  private static final String LOGGING = "broker-log4j2.properties";

  private final Path directory;
  private final Path home;
  private final int port;
  private final int controllerPort;
  private final Lifetime lifetime;
  private ServerProcess process;

  private KafkaBroker(Path directory, Path home, int port, int controllerPort, Lifetime lifetime) {
    this.directory = directory;
    this.home = home;
    this.port = port;
    this.controllerPort = controllerPort;
    this.lifetime = lifetime;
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

  /** Starts the process without waiting for the broker to answer. */
  static KafkaBroker launch(Path directory, int preferredPort, Lifetime lifetime) {
    KafkaBroker broker =
        new KafkaBroker(
            directory.toAbsolutePath(),
            Runtimes.kafka(),
            LoopbackPort.freeOr(preferredPort),
            LoopbackPort.free(),
            lifetime);
    broker.launch();
    return broker;
  }

  /** For {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return LoopbackPort.HOST + ":" + port;
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

  int port() {
    return port;
  }

  void checkAnswer() throws IOException {
    check(port);
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
    Commands.run(
        java(
            "-Xmx128m",
            "-XX:TieredStopAtLevel=1",
            "kafka.tools.StorageTool",
            "format",
            "--cluster-id=" + cluster,
            "--config=" + directory.resolve(SETTINGS)),
        log(directory));
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
          resource(SETTINGS)
              .replace("@port@", Integer.toString(port))
              .replace("@controller-port@", Integer.toString(controllerPort))
              .replace("@data@", directory.resolve("data").toString()));
      Files.writeString(directory.resolve(LOGGING), resource(LOGGING));
    } catch (IOException e) {
      throw new SandboxException(
          "Cannot write the settings of the Kafka broker in " + directory, e);
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = KafkaBroker.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
