package io.assay.sandbox;

import java.io.IOException;
import java.util.List;

/**
 * Ends a server when this process ends, however it ends: a shell that waits for the end of its
 * input, which is a pipe from us, and then kills the server.
 */
final class Guard {
  private static final String SCRIPT = "cat >/dev/null; kill -\"$1\" \"$0\" 2>/dev/null";

  private final Process shell;

  private Guard(Process shell) {
    this.shell = shell;
  }

  static Guard of(long pid, ServerProcess.Signal abrupt) throws IOException {
    return new Guard(
        new ProcessBuilder(List.of("setsid", "sh", "-c", SCRIPT, Long.toString(pid), abrupt.name()))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  /** The server has ended: nothing is to be killed any more. */
  void dismiss() {
    List<ProcessHandle> cat = shell.descendants().toList();
    shell.destroyForcibly(); // first, so that it cannot go on to the kill
    cat.forEach(ProcessHandle::destroyForcibly);
  }
}
