package io.assay.sandbox;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The directory of a sandbox, which one process uses at a time.
 *
 * @param path absolute
 */
record SandboxDirectory(Path path) {

  SandboxDirectory {
    path = path.toAbsolutePath().normalize();
  }

  /** Takes the directory; whoever holds it gives it back by closing the lock, or by ending. */
  FileLock lock() {
    try {
      Files.createDirectories(path);
      FileChannel channel =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        FileLock lock = channel.tryLock();
        if (lock != null) {
          return lock;
        }
      } catch (OverlappingFileLockException e) {
        channel.close();
        throw new SandboxException("This process already has a sandbox in " + path, e);
      }
      channel.close();
      throw new SandboxException(
          "Another process uses the sandbox in " + path + "; end it, or choose another directory");
    } catch (IOException e) {
      throw new SandboxException("Cannot use " + path + " for a sandbox", e);
    }
  }

  /** Gives the directory back. */
  static void unlock(FileLock lock) {
    try {
      lock.acquiredBy().close();
    } catch (IOException e) {
      throw new SandboxException("Cannot let go of a sandbox's directory", e);
    }
  }

  Path broker() {
    return path.resolve("kafka");
  }

  Path postgres() {
    return path.resolve("postgres");
  }

  Path lake() {
    return path.resolve("lake");
  }

  Path environmentFile() {
    return path.resolve("environment.conf");
  }

  SandboxState state() {
    return SandboxState.read(path);
  }

  /** The broker that the state names, if it still runs. */
  Optional<ServerProcess> runningBroker() {
    return state()
        .broker()
        .flatMap(
            identity -> ServerProcess.find(KafkaBroker.NAME, identity, KafkaBroker.log(broker())));
  }

  /** The PostgreSQL server that the state names, if it still runs. */
  Optional<ServerProcess> runningPostgres() {
    return state()
        .postgres()
        .flatMap(
            identity ->
                ServerProcess.find(PostgresServer.NAME, identity, PostgresServer.log(postgres())));
  }

  /** Whether servers of an earlier process run. */
  boolean isRunning() {
    return Stream.of(runningBroker(), runningPostgres()).anyMatch(Optional::isPresent);
  }

  /** Ends the servers that an earlier process started and that still run. */
  void endServers() {
    runningBroker().ifPresent(KafkaBroker::stop);
    runningPostgres().ifPresent(PostgresServer::stop);
    if (Files.isDirectory(path)) {
      state().ended().write(path);
    }
  }

  /** Writes an environment that uses the sandbox's servers. */
  void writeEnvironment(Path file, String name, Servers servers, String database, Path lake) {
    String environment =
        """
        # Written by the sandbox, for as long as it is up.

        environment = %s

        kafka {
          bootstrap-servers = "%s"
          options {}
          secrets {}
        }

        lake {
          root = "%s"
        }

        database {
          url = "%s"
          user = %s
          password = { file = "%s" }
          schema = public
          statement-timeout = 10 minutes
          lock-timeout = 30 seconds
        }
        """
            .formatted(
                name,
                servers.broker().bootstrapServers(),
                lake.toUri().toString().replaceAll("/$", ""),
                servers.postgres().jdbcUrl(database),
                servers.postgres().user(),
                servers.postgres().passwordFile());
    try {
      Files.writeString(file, environment);
    } catch (IOException e) {
      throw new SandboxException("Cannot write " + file, e);
    }
  }
}
