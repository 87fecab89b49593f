package io.assay.sandbox;

import io.assay.sandbox.ServerProcess.Lifetime;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A Kafka broker and a PostgreSQL server for this process, with their data, logs and passwords in
 * one directory. They end when the sandbox is closed and with this process: in order at Ctrl-C and
 * SIGTERM, hard if this process is killed. What an earlier process left running in the directory is
 * ended first. Not thread-safe.
 */
public final class Sandbox implements AutoCloseable {
  private final SandboxDirectory directory;
  private final FileLock lock;
  private final Servers servers;
  private boolean closed;

  private Sandbox(SandboxDirectory directory, FileLock lock, Servers servers) {
    this.directory = directory;
    this.lock = lock;
    this.servers = servers;
  }

  /**
   * Starts the servers; returns when both answer. Data that the directory has from before are used
   * again.
   *
   * @throws SandboxException if another process uses the directory, or a server does not start
   */
  public static Sandbox start(Path path) {
    SandboxDirectory directory = new SandboxDirectory(path);
    FileLock lock = directory.lock();
    try {
      directory.endServers();
      Sandbox sandbox = new Sandbox(directory, lock, Servers.start(directory, Lifetime.OURS));
      directory.writeEnvironment(
          directory.environmentFile(),
          "sandbox",
          sandbox.servers,
          sandbox.user(),
          directory.lake());
      Runtime.getRuntime().addShutdownHook(new Thread(sandbox::close, "sandbox-end"));
      return sandbox;
    } catch (RuntimeException e) {
      SandboxDirectory.unlock(lock);
      throw e;
    }
  }

  /** The broker, to be killed and started again. */
  public KafkaBroker kafka() {
    return servers.broker();
  }

  /** The database server, to be killed and started again. */
  public PostgresServer postgres() {
    return servers.postgres();
  }

  /** For {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return kafka().bootstrapServers();
  }

  /** The address of the database of the {@link #user()}, without user and password. */
  public String jdbcUrl() {
    return postgres().jdbcUrl();
  }

  /** The database role to connect as. */
  public String user() {
    return postgres().user();
  }

  /** The file with the role's password. */
  public Path passwordFile() {
    return postgres().passwordFile();
  }

  /**
   * The definition of an environment that uses these servers, with a lake in the sandbox's
   * directory.
   */
  public Path environmentFile() {
    return directory.environmentFile();
  }

  /**
   * An environment of its own on the same servers: an empty database and an empty lake of the given
   * name.
   *
   * @param name lower-case letters, digits and underscores
   * @return the environment's definition
   */
  public Path freshEnvironment(String name) {
    Path lake = directory.path().resolve("lake-" + name);
    Path file = directory.path().resolve(name + ".conf");
    try {
      PostgresDistribution.deleteTree(lake);
      Files.createDirectories(lake);
    } catch (IOException e) {
      throw new SandboxException("Cannot empty " + lake, e);
    }
    postgres().createDatabase(name);
    directory.writeEnvironment(file, name.replace('_', '-'), servers, name, lake);
    return file;
  }

  /** Ends the servers in order; the data stay. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    servers.broker().close();
    servers.postgres().close();
    directory.state().ended().write(directory.path());
    SandboxDirectory.unlock(lock);
  }
}
