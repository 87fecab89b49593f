package io.assay.flow.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

/**
 * A quota that everybody may set: no file of a process may grow beyond a size (RLIMIT_FSIZE).
 * Closing it lifts it.
 */
public record FileSizeLimit(long pid) implements AutoCloseable {

  /** Limits the files that a process, and those that it starts from now on, write. */
  public static FileSizeLimit of(long pid, long bytes) {
    prlimit(pid, Long.toString(bytes));
    return new FileSizeLimit(pid);
  }

  @Override
  public void close() {
    prlimit(pid, "unlimited");
  }

  /** The soft limit only, so that it can be raised again. */
  private static void prlimit(long pid, String soft) {
    try {
      Process prlimit =
          new ProcessBuilder("prlimit", "--pid", Long.toString(pid), "--fsize=" + soft + ":")
              .inheritIO()
              .start();
      assertThat(prlimit.waitFor()).as("status of prlimit").isZero();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
