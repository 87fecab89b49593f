package io.assay.crash.job;

import io.assay.crash.CrashException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A job through {@code submit/assay}, as users start it; started again whenever it ends while it is
 * wanted. What it prints is appended to a file of its own. Thread-safe.
 */
public final class SupervisedJob implements AutoCloseable {
  private static final long PAUSE_MILLIS = 500;
  private static final long END_SECONDS = 90;

  private final String name;
  private final List<String> command;
  private final Path output;
  private final List<String> options = new ArrayList<>();
  private final Map<Integer, Integer> statuses = new TreeMap<>();
  private Process process;
  private boolean wanted;
  private int starts;

  /**
   * Describes a job, which does not run yet.
   *
   * @param name for people
   * @param command what starts it
   */
  public SupervisedJob(String name, List<String> command, Path output) {
    this.name = name;
    this.command = List.copyOf(command);
    this.output = output;
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** Starts it, and goes on to do so, with more options than its own. */
  public synchronized void start(String... more) {
    options.clear();
    options.addAll(List.of(more));
    wanted = true;
    launch();
  }

  /** Ends it without warning (SIGKILL); it is started again. */
  public synchronized void kill() {
    end(process);
  }

  /** Asks it to end (SIGTERM); it is started again. */
  public synchronized void terminate() {
    process.destroy();
  }

  /** Ends it without warning and does not start it again. */
  public void killForGood() throws InterruptedException {
    synchronized (this) {
      wanted = false;
      end(process);
    }
    process.waitFor();
  }

  /**
   * Asks it to end and does not start it again.
   *
   * @return its exit status
   */
  public int terminateForGood() throws InterruptedException {
    synchronized (this) {
      wanted = false;
      process.destroy();
    }
    if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
      end(process);
      process.waitFor();
      throw new CrashException(name + " does not end within " + END_SECONDS + " s of SIGTERM");
    }
    return process.exitValue();
  }

  /** How often it was started after it had ended. */
  public synchronized int restarts() {
    return Math.max(0, starts - 1);
  }

  /** How often it has ended with each status. */
  public synchronized Map<Integer, Integer> statuses() {
    return new TreeMap<>(statuses);
  }

  /** Ends it without warning, if it runs. */
  @Override
  public synchronized void close() {
    wanted = false;
    if (process != null) {
      end(process);
    }
  }

  private void launch() {
    List<String> words = new ArrayList<>(command);
    words.addAll(options);
    process = Commands.start(words, output);
    starts++;
    Process started = process;
    started.onExit().thenAccept(this::ended);
  }

  private void ended(Process ended) {
    synchronized (this) {
      statuses.merge(ended.exitValue(), 1, Integer::sum);
    }
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    synchronized (this) {
      if (wanted && process == ended) {
        launch();
      }
    }
  }

  private static void end(Process process) {
    List<ProcessHandle> descendants = process.descendants().toList();
    process.destroyForcibly();
    descendants.forEach(ProcessHandle::destroyForcibly);
  }
}
