package io.assay.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Refine as users start it: {@code submit/assay refine}. */
final class RefineProcess {
  private final Process process;
  private final long startedNanos = System.nanoTime();
  private final double earlierChildren = ProcessTree.endedChildrenCpuSeconds();

  private RefineProcess(Process process) {
    this.process = process;
  }

  /** Starts it, in the directory of the suite; its output goes where ours goes. */
  static RefineProcess start(Path pipeline, Path environment, BenchOptions options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "submit/assay",
                "refine",
                pipeline.toString(),
                "--env",
                environment.toString(),
                "--source",
                "kafka",
                "--available-now",
                "--max-offsets-per-batch",
                Long.toString(options.batchRecords())));
    command.addAll(options.sparkArguments());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.redirectOutput(ProcessBuilder.Redirect.INHERIT);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    try {
      return new RefineProcess(builder.start());
    } catch (IOException e) {
      throw new BenchException("Cannot start " + String.join(" ", command) + ": " + e, e);
    }
  }

  ProcessTree tree() {
    return new ProcessTree(process.pid());
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
            "Refine ended with status "
                + status
                + "; its messages stand above, its log is in var/log");
      }
      return Duration.ofNanos(System.nanoTime() - startedNanos);
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new BenchException("Interrupted while refine runs", e);
    }
  }

  /** CPU seconds from start to end, of all its processes; known once it has ended. */
  double cpuSeconds() {
    return ProcessTree.endedChildrenCpuSeconds() - earlierChildren;
  }
}
