package io.assay.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What it took to refine the records of a topic.
 *
 * @param command from its start to its end
 * @param all batches; the CPU time is that from the start of the command to its end
 * @param later batches: all but the first
 * @param warm batches: the second half; in the first the JVM compiles
 * @param peakBytes of memory
 */
record Refined(Duration command, Window all, Window later, Window warm, Map<Part, Long> peakBytes) {

  /** From what was measured. */
  static Refined of(
      Duration command, Map<Part, Double> cpuSeconds, List<LedgerBatch> batches, Meter meter) {
    return new Refined(
        command,
        Window.all(batches, cpuSeconds),
        Window.since(Math.min(1, batches.size() - 1), batches, meter),
        Window.since(batches.size() / 2, batches, meter),
        meter.peaks());
  }
}
