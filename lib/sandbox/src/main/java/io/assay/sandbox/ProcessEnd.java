package io.assay.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Tells whether a process has ended, also if it is not a child of ours and its parent has not taken
 * notice of it.
 */
final class ProcessEnd {
  private static final Duration PAUSE = Duration.ofMillis(50);

  private ProcessEnd() {}

  /** Whether a process has ended. */
  static boolean of(ProcessHandle process) {
    return !process.isAlive() || isZombie(process.pid());
  }

  /** Waits for the end of a process; false if it has not ended within the bound. */
  static boolean await(ProcessHandle process, Duration bound) {
    long deadline = System.nanoTime() + bound.toNanos();
    while (!of(process)) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      pause(process);
    }
    return true;
  }

  private static void pause(ProcessHandle process) {
    try {
      process.onExit().get(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return; // the caller looks again
    } catch (ExecutionException e) {
      throw new SandboxException("Cannot await the end of process " + process.pid(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SandboxException("Interrupted while waiting for process " + process.pid(), e);
    }
  }

  private static boolean isZombie(long pid) {
    try {
      String status = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return status.startsWith("Z", status.lastIndexOf(')') + 2);
    } catch (IOException e) {
      return false; // it has ended meanwhile, or the system has no such file
    }
  }
}
