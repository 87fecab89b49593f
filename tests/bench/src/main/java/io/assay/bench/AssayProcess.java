package io.assay.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A process that we start and whose CPU time is counted: a job as users start it, or Spark. */
final class AssayProcess {
  /** The status of a JVM that SIGTERM has ended in order. */
  private static final int TERMINATED = 143;

  private final Process process;
  private final long startedNanos = System.nanoTime();
  private final double earlierChildren = ProcessTree.endedChildrenCpuSeconds();

  private final String title;

  private AssayProcess(Process process, String title) {
    this.process = process;
    this.title = title;
  }

  /** Starts {@code submit/assay VERB}, in the directory of the suite. */
  static AssayProcess verb(String verb, Path pipeline, Target target, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "submit/assay",
                verb,
                pipeline.toString(),
                "--env",
                target.environment().toString()));
    command.addAll(List.of(arguments));
    return start(verb, command);
  }

  /** Starts a command; its output goes where ours goes. */
  static AssayProcess start(String title, List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.redirectOutput(ProcessBuilder.Redirect.INHERIT);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    try {
      Process process = builder.start();
      // Whoever ends the benchmark wants the job to end, too.
      Runtime.getRuntime().addShutdownHook(new Thread(() -> terminate(process)));
      return new AssayProcess(process, title);
    } catch (IOException e) {
      throw new BenchException("Cannot start " + String.join(" ", command) + ": " + e, e);
    }
  }

  private static void terminate(Process process) {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }

  ProcessTree tree() {
    return new ProcessTree(process.pid());
  }

  /** The JVM of the driver; the command is a shell that becomes it, or starts it. */
  long driver() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .filter(each -> each.info().command().orElse("").endsWith("/java"))
        .mapToLong(ProcessHandle::pid)
        .findFirst()
        .orElseThrow(() -> new BenchException(title + " has no JVM; did it end?"));
  }

  /**
   * Waits for its end, which has to be a good one; ends it if we are interrupted.
   *
   * @return how long it ran
   */
  Duration await() {
    try {
      int status = process.waitFor();
      if (status != 0) {
        throw new BenchException(
            title
                + " ended with status "
                + status
                + "; its messages stand above, its log is in var/log");
      }
      return Duration.ofNanos(System.nanoTime() - startedNanos);
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new BenchException("Interrupted while " + title + " runs", e);
    }
  }

  /** Sends a signal to all its processes. */
  void signal(String name) {
    List<String> command = new ArrayList<>(List.of("kill", "-" + name));
    Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .forEach(each -> command.add(Long.toString(each.pid())));
    try {
      int status = new ProcessBuilder(command).inheritIO().start().waitFor();
      if (status != 0) {
        throw new BenchException(
            String.join(" ", command)
                + " ended with status "
                + status
                + "; did "
                + title
                + " end?");
      }
    } catch (IOException e) {
      throw new BenchException("Cannot send " + name + " to " + title + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("Interrupted while " + title + " runs", e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Ends it as SIGTERM does, and waits until it has ended. */
  void stop() {
    process.destroy();
    try {
      int status = process.waitFor();
      if (status != 0 && status != TERMINATED) {
        throw new BenchException(
            title + " ended with status " + status + " when it was stopped; its log is in var/log");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("Interrupted while " + title + " ends", e);
    }
  }

  /** CPU seconds from start to end, of all its processes; known once it has ended. */
  double cpuSeconds() {
    return ProcessTree.endedChildrenCpuSeconds() - earlierChildren;
  }
}
