package io.assay.bench;

import io.assay.bench.CopyBaseline.Copied;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What one run of refine took.
 *
 * @param wall from the start of the command to its end
 * @param cpuSeconds of each part, from the start of the command to its end
 * @param laterCpuSeconds of each part, from the start of the second batch to the last commit
 * @param peakBytes of memory
 * @param batches in order
 * @param copies of the rows that were made, the quickest first
 */
record RunFigures(
    Duration wall,
    Map<Part, Double> cpuSeconds,
    Map<Part, Double> laterCpuSeconds,
    Map<Part, Long> peakBytes,
    List<LedgerBatch> batches,
    List<Copied> copies) {

  long records() {
    return batches.stream().mapToLong(LedgerBatch::records).sum();
  }

  /** From the start of the first batch to the commit of the last. */
  double seconds() {
    return seconds(batches);
  }

  double recordsPerSecond() {
    return records() / seconds();
  }

  /** All batches but the first, in which JVM and caches get warm; the first if it is the only. */
  List<LedgerBatch> laterBatches() {
    return batches.size() == 1 ? batches : batches.subList(1, batches.size());
  }

  long laterRecords() {
    return laterBatches().stream().mapToLong(LedgerBatch::records).sum();
  }

  double laterRecordsPerSecond() {
    return laterRecords() / seconds(laterBatches());
  }

  double cpuPerMillion() {
    return sum(cpuSeconds) * 1e6 / records();
  }

  double laterCpuPerMillion() {
    return sum(laterCpuSeconds) * 1e6 / laterRecords();
  }

  /** The median of the copies. */
  Copied copy() {
    return copies.get(copies.size() / 2);
  }

  private double copiesPerSecond() {
    return copy().rows() / copy().seconds();
  }

  /** How many times as long as COPY. */
  double timesCopy() {
    return copiesPerSecond() / recordsPerSecond();
  }

  double laterTimesCopy() {
    return copiesPerSecond() / laterRecordsPerSecond();
  }

  private double copyCpuPerMillion() {
    return copy().cpuSeconds() * 1e6 / copy().rows();
  }

  /** How many times as much CPU time as COPY. */
  double timesCopyCpu() {
    return cpuPerMillion() / copyCpuPerMillion();
  }

  double laterTimesCopyCpu() {
    return laterCpuPerMillion() / copyCpuPerMillion();
  }

  private static double seconds(List<LedgerBatch> batches) {
    return LedgerBatch.seconds(
        batches.get(0).startedAt(), batches.get(batches.size() - 1).committedAt());
  }

  private static double sum(Map<Part, Double> seconds) {
    return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
