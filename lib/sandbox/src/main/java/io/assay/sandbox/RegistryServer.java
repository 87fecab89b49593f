package io.assay.sandbox;

import io.assay.sandbox.ServerProcess.Lifetime;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A schema registry: Apicurio's, which also speaks as Confluent's does, in a JVM of its own with
 * 384 MB. It listens on the loopback interface, without TLS and for everybody ({@link RegistryGate}
 * is for those who want both), and keeps its schemas in the directory. Not thread-safe.
 */
public final class RegistryServer implements AutoCloseable {
  static final String NAME = "The schema registry";

  private static final Duration START = Duration.ofSeconds(120);
  private static final Duration STOP = Duration.ofSeconds(30);
  private static final int TIMEOUT_MILLIS = 5_000;
  private static final String APPLICATION = "apicurio-registry-app-*-runner.jar";

  /** Where it answers as Confluent's registry does. */
  static final String PATH = "/apis/ccompat/v7";

  private final Path directory;
  private final Path home;
  private final int port;
  private ServerProcess process;

  private RegistryServer(Path directory, Path home, int port) {
    this.directory = directory;
    this.home = home;
    this.port = port;
  }

  /**
   * Starts a registry on a free port; its schemas are in the directory, and found again if it was
   * used before. It ends with this process.
   */
  public static RegistryServer start(Path directory) {
    RegistryServer registry =
        new RegistryServer(directory.toAbsolutePath(), Runtimes.registry(), LoopbackPort.free());
    registry.launch();
    return registry;
  }

  /** The address under which it answers as Confluent's registry does. */
  public String url() {
    return root() + PATH;
  }

  /** Ends the registry with SIGKILL, as a crash would. */
  public void kill() {
    process.kill();
  }

  /** Starts a registry that was closed or killed again, on the same port and data. */
  public void restart() {
    if (process.isAlive()) {
      throw new IllegalStateException("The registry still runs: close() or kill() it first");
    }
    launch();
  }

  /** Ends the registry in order; its schemas stay. */
  @Override
  public void close() {
    process.stop(ServerProcess.Signal.TERM, STOP);
  }

  private void launch() {
    try {
      Files.createDirectories(directory.resolve("logs"));
    } catch (IOException e) {
      throw new SandboxException("Cannot use " + directory + " for a schema registry", e);
    }
    process =
        ServerProcess.start(
            NAME,
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms64m",
                "-Xmx384m",
                "-XX:TieredStopAtLevel=1",
                "-Dquarkus.http.host=" + LoopbackPort.HOST,
                "-Dquarkus.http.port=" + port,
                // Without a delay: what was answered is written.
                "-Dquarkus.datasource.jdbc.url=jdbc:h2:file:"
                    + directory.resolve("schemas")
                    + ";WRITE_DELAY=0",
                "-Dquarkus.log.console.color=false",
                "-jar",
                application().toString()),
            directory.resolve("logs").resolve("registry.log"),
            Lifetime.OURS,
            ServerProcess.Signal.KILL);
    process.awaitAnswer(this::checkAnswer, START);
  }

  private Path application() {
    try (var found = Files.newDirectoryStream(home, APPLICATION)) {
      return found.iterator().next();
    } catch (IOException e) {
      throw new SandboxException("Cannot find " + APPLICATION + " in " + home, e);
    }
  }

  void checkAnswer() throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(root() + "/health/ready").toURL().openConnection();
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    try {
      if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
        throw new IOException("The registry answers " + connection.getResponseCode());
      }
    } finally {
      connection.disconnect();
    }
  }

  String root() {
    return "http://" + LoopbackPort.HOST + ":" + port;
  }
}
