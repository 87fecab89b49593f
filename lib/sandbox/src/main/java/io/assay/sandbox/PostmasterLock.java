package io.assay.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The file with which PostgreSQL keeps a second server out of its data. PostgreSQL sees by itself
 * that the server named there is gone, but not if nobody has taken notice of its end yet, as in
 * containers whose first process does not.
 */
final class PostmasterLock {
  private static final Duration BOUND = Duration.ofSeconds(20);

  private final Path data;

  PostmasterLock(Path data) {
    this.data = data;
  }

  /** Removes the file if its server has ended but still has an entry in the process table. */
  void release() throws IOException {
    Path file = data.resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return;
    }
    long pid = Long.parseLong(Files.readAllLines(file).get(0).strip());
    boolean ended = ProcessHandle.of(pid).map(ProcessEnd::of).orElse(false);
    if (ended) {
      awaitNobodyAtWork();
      Files.delete(file);
    }
  }

  /**
   * The processes of a server that was killed end by themselves, soon after; two servers on the
   * same data would ruin them.
   */
  private void awaitNobodyAtWork() {
    for (ProcessHandle process : ProcessHandle.allProcesses().filter(this::worksHere).toList()) {
      if (!ProcessEnd.await(process, BOUND)) {
        throw new SandboxException(
            "Process "
                + process.pid()
                + " of an earlier PostgreSQL server still works in "
                + data
                + "; end it");
      }
    }
  }

  private boolean worksHere(ProcessHandle process) {
    try {
      return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
          .equals(data);
    } catch (IOException e) {
      return false; // has ended, or belongs to somebody else
    }
  }
}
