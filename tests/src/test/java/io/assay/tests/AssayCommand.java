package io.assay.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code submit/assay}, started as a user would start it. */
final class AssayCommand implements AutoCloseable {
  private static final Duration BOUND = Duration.ofMinutes(10);

  private final Process process;
  private final Path output;
  private final Path errors;
  private final Thread endWithUs;

  private AssayCommand(Process process, Path output, Path errors) {
    this.process = process;
    this.endWithUs = new Thread(() -> kill(process));
    Runtime.getRuntime().addShutdownHook(endWithUs);
    this.output = output;
    this.errors = errors;
  }

  /**
   * How a command ended.
   *
   * @param status 0 done, 2 wrong usage, 3 not started, 4 failed
   * @param output of the command's standard output
   * @param errors of its standard error
   */
  record Outcome(int status, String output, String errors) {}

  /** Runs a command to its end. */
  static Outcome run(String... arguments) {
    return run(Map.of(), arguments);
  }

  /** Runs a command to its end, with more environment variables. */
  static Outcome run(Map<String, String> environment, String... arguments) {
    try (AssayCommand command = start(environment, arguments)) {
      return command.await();
    }
  }

  /** Starts a command. */
  static AssayCommand start(String... arguments) {
    return start(Map.of(), arguments);
  }

  /** Starts a command, with more environment variables. */
  static AssayCommand start(Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Repository.root().resolve("submit").resolve("assay").toString());
    command.addAll(List.of(arguments));
    try {
      Path output = Files.createTempFile("assay", ".out");
      Path errors = Files.createTempFile("assay", ".err");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile());
      builder.environment().putAll(environment);
      return new AssayCommand(builder.start(), output, errors);
    } catch (IOException e) {
      throw new IllegalStateException("Cannot start " + command, e);
    }
  }

  /** Waits for the end of the command. */
  Outcome await() {
    try {
      if (!process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            "The command has not ended after " + BOUND.toMinutes() + " minutes: " + errors());
      }
      return new Outcome(process.exitValue(), output(), errors());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  /** What the command has printed so far. */
  String output() {
    return read(output);
  }

  /** What the command has complained about so far. */
  String errors() {
    return read(errors);
  }

  /** Its process, and that of the job which it becomes. */
  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Stops the command where it is (SIGSTOP). */
  void pause() {
    signal("STOP");
  }

  /** Lets a stopped command go on (SIGCONT). */
  void resume() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      Process kill =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
      if (kill.waitFor() != 0) {
        throw new IllegalStateException("Cannot send SIG" + name + " to " + process.pid());
      }
    } catch (IOException e) {
      throw new IllegalStateException("Cannot send SIG" + name, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  /** Asks the command to end (SIGTERM). */
  void terminate() {
    process.destroy();
  }

  /** Ends the command and all that it started without warning (SIGKILL). */
  void kill() {
    kill(process);
    await();
  }

  private static void kill(Process process) {
    List<ProcessHandle> descendants = process.descendants().toList();
    process.destroyForcibly();
    descendants.forEach(ProcessHandle::destroyForcibly);
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
    Runtime.getRuntime().removeShutdownHook(endWithUs);
    try {
      Files.deleteIfExists(output);
      Files.deleteIfExists(errors);
    } catch (IOException e) {
      throw new IllegalStateException("Cannot delete the command's output", e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read " + file, e);
    }
  }
}
