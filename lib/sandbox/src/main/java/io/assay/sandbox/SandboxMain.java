package io.assay.sandbox;

import io.assay.sandbox.ServerProcess.Lifetime;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Starts, ends and shows the sandbox from a shell. */
public final class SandboxMain {
  private static final String USAGE =
      """
      Usage: sandbox up [--foreground] | down [--delete] | status   [--directory DIR]

        up             start a Kafka broker and a PostgreSQL server; return when both answer
          --foreground  stay, and end them at Ctrl-C or SIGTERM
        down           end them; their data stay
          --delete      delete the data, too
        status         show whether they run, and where
        --directory    where data, logs and state are (default: var/sandbox)

      Exit status: 0 done (status: both run), 1 not all servers run (status), 2 wrong usage, 3 a server failed.""";

  private static final int DONE = 0;
  private static final int NOT_RUNNING = 1;
  private static final int WRONG_USAGE = 2;
  private static final int FAILED = 3;

  private static final String ANSWERS = "up";

  private final SandboxDirectory directory;
  private final PrintStream out;

  private SandboxMain(SandboxDirectory directory, PrintStream out) {
    this.directory = directory;
    this.out = out;
  }

  public static void main(String[] args) {
    System.exit(run(args, System.out, System.err));
  }

  static int run(String[] args, PrintStream out, PrintStream err) {
    List<String> words = new ArrayList<>(List.of(args));
    if (words.contains("--help")) {
      out.println(USAGE);
      return DONE;
    }
    Path path = Path.of("var", "sandbox");
    int option = words.indexOf("--directory");
    if (option >= 0 && option + 1 < words.size()) {
      path = Path.of(words.remove(option + 1));
      words.remove(option);
    }
    SandboxMain sandbox = new SandboxMain(new SandboxDirectory(path), out);
    try {
      return switch (String.join(" ", words)) {
        case "up" -> sandbox.up();
        case "up --foreground" -> sandbox.stayUp();
        case "down" -> sandbox.down();
        case "down --delete" -> sandbox.delete();
        case "status" -> sandbox.status();
        default -> {
          err.println(USAGE);
          yield WRONG_USAGE;
        }
      };
    } catch (SandboxException e) {
      err.println("sandbox: " + e.getMessage());
      return FAILED;
    }
  }

  private int up() {
    FileLock lock = directory.lock();
    try {
      if (isUp()) {
        out.println("The sandbox is up already.");
        return status();
      }
      directory.endServers();
      Servers servers = Servers.start(directory, Lifetime.ITS_OWN);
      directory.writeEnvironment(
          directory.environmentFile(),
          "sandbox",
          servers,
          servers.postgres().user(),
          directory.lake());
      return status();
    } finally {
      SandboxDirectory.unlock(lock);
    }
  }

  private int stayUp() {
    Sandbox.start(directory.path());
    status();
    out.println("Ctrl-C ends it.");
    try {
      new CountDownLatch(1).await(); // the sandbox's own hook ends the servers
      return DONE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FAILED;
    }
  }

  private int down() {
    FileLock lock = directory.lock();
    try {
      directory.endServers();
      Files.deleteIfExists(directory.environmentFile());
      out.println("The sandbox is down.");
      return DONE;
    } catch (IOException e) {
      throw new SandboxException("Cannot delete " + directory.environmentFile(), e);
    } finally {
      SandboxDirectory.unlock(lock);
    }
  }

  private int delete() {
    int status = down();
    try {
      PostgresDistribution.deleteTree(directory.path());
    } catch (IOException e) {
      throw new SandboxException("Cannot delete " + directory.path(), e);
    }
    return status;
  }

  private int status() {
    SandboxState state = directory.state();
    String kafka = broker();
    String postgres = postgres();
    out.printf("Kafka        %s:%d  %s%n", LoopbackPort.HOST, state.brokerPort(), kafka);
    out.printf("PostgreSQL   %s:%d  %s%n", LoopbackPort.HOST, state.postgresPort(), postgres);
    if (!kafka.equals(ANSWERS) || !postgres.equals(ANSWERS)) {
      return NOT_RUNNING;
    }
    out.printf("environment  %s%n", directory.environmentFile());
    out.printf("logs         %s%n", KafkaBroker.log(directory.broker()));
    out.printf("             %s%n", PostgresServer.log(directory.postgres()));
    out.printf(
        "psql         PGPASSWORD=$(cat %s) psql -h %s -p %d -U assay assay%n",
        PostgresServer.passwordFile(directory.postgres()), LoopbackPort.HOST, state.postgresPort());
    return DONE;
  }

  private boolean isUp() {
    return broker().equals(ANSWERS) && postgres().equals(ANSWERS);
  }

  private String broker() {
    int port = directory.state().brokerPort();
    return answer(directory.runningBroker(), () -> KafkaBroker.check(port));
  }

  private String postgres() {
    int port = directory.state().postgresPort();
    return answer(
        directory.runningPostgres(), () -> PostgresServer.check(directory.postgres(), port));
  }

  private static String answer(Optional<ServerProcess> process, ServerProcess.Probe probe) {
    if (process.isEmpty()) {
      return "down";
    }
    try {
      probe.check();
      return ANSWERS;
    } catch (Exception e) {
      return "does not answer: " + e.getMessage();
    }
  }
}
