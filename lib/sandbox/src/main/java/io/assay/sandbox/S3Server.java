package io.assay.sandbox;

import io.assay.sandbox.ServerProcess.Lifetime;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * An S3 server: S3Proxy over a folder, in a JVM of its own with 384 MB. It listens on the loopback
 * interface, without TLS, checks the signature of every request against one pair of keys, and
 * refuses a conditional write ({@code If-None-Match}) over an object that is there. Not
 * thread-safe.
 */
public final class S3Server implements AutoCloseable {
  static final String NAME = "The S3 server";

  /** The bucket that is there from the start. */
  public static final String BUCKET = "lake";

  private static final Duration START = Duration.ofSeconds(120);
  private static final Duration STOP = Duration.ofSeconds(30);
  private static final int TIMEOUT_MILLIS = 5_000;
  private static final String APPLICATION = "s3proxy-*-jar-with-dependencies.jar";

  private final Path directory;
  private final Path home;
  private final int port;
  private final String accessKey;
  private final String secretKey;
  private ServerProcess process;

  private S3Server(Path directory, Path home, int port, String accessKey, String secretKey) {
    this.directory = directory;
    this.home = home;
    this.port = port;
    this.accessKey = accessKey;
    this.secretKey = secretKey;
  }

  /**
   * Starts a server on a free port, with new keys; its objects are in the directory. It ends with
   * this process.
   */
  public static S3Server start(Path directory) {
    S3Server server =
        new S3Server(
            directory.toAbsolutePath(),
            Runtimes.s3(),
            LoopbackPort.free(),
            "assay-" + UUID.randomUUID(),
            "s3-secret-" + UUID.randomUUID());
    server.configure();
    server.launch();
    return server;
  }

  /** Its address. */
  public String endpoint() {
    return "http://" + LoopbackPort.HOST + ":" + port;
  }

  /** Names the pair of keys. */
  public String accessKey() {
    return accessKey;
  }

  /** What requests are signed with. */
  public String secretKey() {
    return secretKey;
  }

  /** Where the objects of {@link #BUCKET} are, each in a file of the name of its key. */
  public Path bucket() {
    return directory.resolve("objects").resolve(BUCKET);
  }

  /** Ends the server with SIGKILL, as a crash would. */
  public void kill() {
    process.kill();
  }

  /** Starts a server that was closed or killed again: same port, keys and objects. */
  public void restart() {
    if (process.isAlive()) {
      throw new IllegalStateException("The S3 server still runs: close() or kill() it first");
    }
    launch();
  }

  /** Ends the server in order; its objects stay. */
  @Override
  public void close() {
    process.stop(ServerProcess.Signal.TERM, STOP);
  }

  private void configure() {
    String properties =
        """
        s3proxy.endpoint=%s
        s3proxy.authorization=aws-v2-or-v4
        s3proxy.identity=%s
        s3proxy.credential=%s
        jclouds.provider=filesystem-nio2
        jclouds.filesystem.basedir=%s
        """
            .formatted(endpoint(), accessKey, secretKey, directory.resolve("objects"));
    try {
      Files.createDirectories(bucket());
      Files.deleteIfExists(properties());
      Files.createFile(
          properties(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(properties(), properties);
    } catch (IOException e) {
      throw new SandboxException("Cannot use " + directory + " for an S3 server", e);
    }
  }

  private Path properties() {
    return directory.resolve("s3proxy.properties");
  }

  private void launch() {
    process =
        ServerProcess.start(
            NAME,
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms64m",
                "-Xmx384m",
                "-XX:TieredStopAtLevel=1",
                "-DLOG_LEVEL=warn",
                "-jar",
                application().toString(),
                "--properties",
                properties().toString()),
            directory.resolve("logs").resolve("s3.log"),
            Lifetime.OURS,
            ServerProcess.Signal.KILL);
    process.awaitAnswer(this::checkAnswer, START);
  }

  private Path application() {
    try (var found = Files.newDirectoryStream(home.resolve("jars"), APPLICATION)) {
      return found.iterator().next();
    } catch (IOException e) {
      throw new SandboxException("Cannot find " + APPLICATION + " in " + home, e);
    }
  }

  /** Without a signature, it answers that it is not for everybody. */
  void checkAnswer() throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(endpoint()).toURL().openConnection();
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    try {
      if (connection.getResponseCode() != HttpURLConnection.HTTP_FORBIDDEN) {
        throw new IOException(
            "The S3 server answers a request without a signature with "
                + connection.getResponseCode());
      }
    } finally {
      connection.disconnect();
    }
  }
}
