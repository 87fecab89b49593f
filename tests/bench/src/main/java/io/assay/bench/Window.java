package io.assay.bench;

import java.util.List;
import java.util.Map;

/**
 * Batches that followed one another, and the time from the start of the first to the commit of the
 * last. Where batches overlap, that time has a part of the merging of the batch before the first,
 * so it is rather too long than too short.
 *
 * @param batches in order
 * @param cpuSeconds of each part in that time
 */
record Window(List<LedgerBatch> batches, Map<Part, Double> cpuSeconds) {

  Window {
    batches = List.copyOf(batches);
    cpuSeconds = Map.copyOf(cpuSeconds);
  }

  /** Measured by a meter that ran meanwhile. */
  static Window measured(List<LedgerBatch> batches, Meter meter) {
    return new Window(
        batches,
        meter.cpuSeconds(
            batches.get(0).startedAt(), batches.get(batches.size() - 1).committedAt()));
  }

  long records() {
    return batches.stream().mapToLong(LedgerBatch::records).sum();
  }

  double seconds() {
    return LedgerBatch.seconds(
        batches.get(0).startedAt(), batches.get(batches.size() - 1).committedAt());
  }

  double recordsPerSecond() {
    return records() / seconds();
  }

  double secondsPerMillion() {
    return seconds() * 1e6 / records();
  }

  double cpuPerMillion(Part part) {
    return cpuSeconds.get(part) * 1e6 / records();
  }

  /** Of all parts. */
  double cpuPerMillion() {
    return cpuSeconds.values().stream().mapToDouble(Double::doubleValue).sum() * 1e6 / records();
  }
}
