package io.assay.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A server that runs as a process of its own: in a session of its own, so that Ctrl-C on the
 * terminal reaches only us, and with its output in a file.
 */
final class ServerProcess {
  /** How a server is told to end. */
  enum Signal {
    /** End in order. */
    TERM,
    /** PostgreSQL: end in order, without waiting for clients. */
    INT,
    /** PostgreSQL: end at once, recover at the next start. */
    QUIT,
    /** No chance to do anything. */
    KILL
  }

  /** How long a server runs. */
  enum Lifetime {
    /**
     * Until it is told to end; it does not outlive this process, even if this process is killed.
     */
    OURS,
    /** Until it is told to end, by whatever process. */
    ITS_OWN
  }

  /** Whether a server answers. */
  interface Probe {
    /** Returns if the server answered; throws what keeps it from it. */
    void check() throws Exception;
  }

  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration KILLED = Duration.ofSeconds(20);
  private static final int LOG_LINES = 15;

  private final String name;
  private final ProcessHandle process;
  private final ProcessIdentity identity;
  private final Path log;
  private final Optional<Guard> guard;

  private ServerProcess(String name, ProcessHandle process, Path log, Optional<Guard> guard) {
    this.name = name;
    this.process = process;
    this.identity = ProcessIdentity.of(process);
    this.log = log;
    this.guard = guard;
  }

  /**
   * Starts a server.
   *
   * @param abrupt what ends it at once, with all its processes
   */
  static ServerProcess start(
      String name, List<String> command, Path log, Lifetime lifetime, Signal abrupt) {
    return start(name, command, Map.of(), log, lifetime, abrupt);
  }

  /**
   * Starts a server.
   *
   * @param variables more environment variables than we have
   * @param abrupt what ends it at once, with all its processes
   */
  static ServerProcess start(
      String name,
      List<String> command,
      Map<String, String> variables,
      Path log,
      Lifetime lifetime,
      Signal abrupt) {
    List<String> detached = Stream.concat(Stream.of("setsid"), command.stream()).toList();
    try {
      Files.createDirectories(log.getParent());
      ProcessBuilder builder =
          new ProcessBuilder(detached)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .redirectErrorStream(true);
      builder.environment().putAll(variables);
      Process process = builder.start();
      Optional<Guard> guard =
          lifetime == Lifetime.OURS
              ? Optional.of(Guard.of(process.pid(), abrupt))
              : Optional.empty();
      return new ServerProcess(name, process.toHandle(), log, guard);
    } catch (IOException e) {
      throw new SandboxException("Cannot start " + name + " with " + command.get(0) + ": " + e, e);
    }
  }

  /** The server that an earlier process started, if it still runs. */
  static Optional<ServerProcess> find(String name, ProcessIdentity identity, Path log) {
    return identity.find().map(process -> new ServerProcess(name, process, log, Optional.empty()));
  }

  ProcessIdentity identity() {
    return identity;
  }

  boolean isAlive() {
    return !ProcessEnd.of(process);
  }

  /** The processes that it has started, and theirs. */
  Stream<ProcessHandle> descendants() {
    return process.descendants();
  }

  Path log() {
    return log;
  }

  /** Returns when the server answers. */
  void awaitAnswer(Probe probe, Duration bound) {
    long deadline = System.nanoTime() + bound.toNanos();
    while (true) {
      Exception last;
      try {
        probe.check();
        return;
      } catch (Exception e) { // whatever keeps a server that starts from answering
        last = e;
      }
      if (ProcessEnd.await(process, PAUSE)) {
        throw new SandboxException(name + " ended while it started. " + logTail(), last);
      }
      if (System.nanoTime() > deadline) {
        kill();
        throw new SandboxException(
            name
                + " did not answer within "
                + bound.toSeconds()
                + " s ("
                + last
                + "). "
                + logTail(),
            last);
      }
    }
  }

  /** Ends the server in order; kills it if that takes longer than the bound. */
  void stop(Signal signal, Duration bound) {
    List<ProcessHandle> all = withDescendants();
    if (process.isAlive()) {
      send(signal, process);
    }
    if (!ProcessEnd.await(process, bound)) {
      all.forEach(ProcessHandle::destroyForcibly);
    }
    awaitEnd(all);
  }

  /** Ends the server without warning; the processes that it started end with it. */
  void kill() {
    List<ProcessHandle> all = withDescendants();
    process.destroyForcibly();
    awaitEnd(all); // the processes of PostgreSQL end by themselves when the first one is gone
  }

  private List<ProcessHandle> withDescendants() {
    return Stream.concat(Stream.of(process), process.descendants()).toList();
  }

  private void awaitEnd(List<ProcessHandle> processes) {
    if (!processes.stream().allMatch(one -> ProcessEnd.await(one, KILLED))) {
      throw new SandboxException(
          name + " (process " + identity.pid() + ") does not end. " + logTail());
    }
    guard.ifPresent(Guard::dismiss);
  }

  private void send(Signal signal, ProcessHandle receiver) {
    Commands.run(List.of("sh", "-c", "kill -" + signal + " " + receiver.pid()), log);
  }

  private String logTail() {
    try (Stream<String> lines = Files.lines(log)) {
      List<String> all = lines.toList();
      return "Its log "
          + log
          + " ends with:\n"
          + String.join("\n", all.subList(Math.max(0, all.size() - LOG_LINES), all.size()));
    } catch (IOException e) {
      return "Its log is " + log + ".";
    }
  }
}
