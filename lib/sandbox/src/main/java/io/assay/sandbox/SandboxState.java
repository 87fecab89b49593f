package io.assay.sandbox;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;

/**
 * What a sandbox writes down in {@code state.properties}, so that a later process finds its
 * servers.
 *
 * @param broker the broker's process, if it was started
 * @param brokerPort its port, also of a broker that was ended; 0 if there was none
 * @param postgres the PostgreSQL server's process, if it was started
 * @param postgresPort its port, also of a server that was ended; 0 if there was none
 */
record SandboxState(
    Optional<ProcessIdentity> broker,
    int brokerPort,
    Optional<ProcessIdentity> postgres,
    int postgresPort) {
  private static final String FILE = "state.properties";

  /** What is written in the directory; nothing started if nothing is. */
  static SandboxState read(Path directory) {
    Properties properties = new Properties();
    Path file = directory.resolve(FILE);
    if (Files.exists(file)) {
      try (Reader in = Files.newBufferedReader(file)) {
        properties.load(in);
      } catch (IOException e) {
        throw new SandboxException("Cannot read " + file, e);
      }
    }
    return new SandboxState(
        process(properties, "broker"),
        port(properties, "broker"),
        process(properties, "postgres"),
        port(properties, "postgres"));
  }

  /** Replaces what is written in the directory, in one step. */
  void write(Path directory) {
    Properties properties = new Properties();
    put(properties, "broker", broker, brokerPort);
    put(properties, "postgres", postgres, postgresPort);
    Path incoming = directory.resolve(FILE + ".incoming");
    try {
      try (Writer out = Files.newBufferedWriter(incoming)) {
        properties.store(out, "The servers of this sandbox: process and its start, port");
      }
      Files.move(incoming, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new SandboxException("Cannot write " + directory.resolve(FILE), e);
    }
  }

  /** The same ports, nothing running. */
  SandboxState ended() {
    return new SandboxState(Optional.empty(), brokerPort, Optional.empty(), postgresPort);
  }

  private static Optional<ProcessIdentity> process(Properties properties, String server) {
    return Optional.ofNullable(properties.getProperty(server + ".process"))
        .map(ProcessIdentity::parse);
  }

  private static int port(Properties properties, String server) {
    return Integer.parseInt(properties.getProperty(server + ".port", "0"));
  }

  private static void put(
      Properties properties, String server, Optional<ProcessIdentity> process, int port) {
    process.ifPresent(identity -> properties.setProperty(server + ".process", identity.toString()));
    properties.setProperty(server + ".port", Integer.toString(port));
  }
}
