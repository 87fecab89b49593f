package io.assay.bench;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Batches that followed one another, and the time until the commit of the last. Where batches
 * overlap, each adds to the whole what passes between the commit before it and its own; so that
 * time counts from the commit before the first of them, or from its start if it is the first of
 * all.
 *
 * @param from when the time begins
 * @param batches in order
 * @param cpuSeconds of each part in that time
 */
record Window(Instant from, List<LedgerBatch> batches, Map<Part, Double> cpuSeconds) {

  Window {
    batches = List.copyOf(batches);
    cpuSeconds = Map.copyOf(cpuSeconds);
  }

  /** All batches; their CPU time was measured otherwise. */
  static Window all(List<LedgerBatch> batches, Map<Part, Double> cpuSeconds) {
    return new Window(batches.get(0).startedAt(), batches, cpuSeconds);
  }

  /**
   * From one of the batches, counted from 0, to the last, measured by a meter that ran meanwhile.
   */
  static Window since(int first, List<LedgerBatch> batches, Meter meter) {
    Instant from = first == 0 ? batches.get(0).startedAt() : batches.get(first - 1).committedAt();
    return new Window(
        from,
        batches.subList(first, batches.size()),
        meter.cpuSeconds(from, batches.get(batches.size() - 1).committedAt()));
  }

  long records() {
    return batches.stream().mapToLong(LedgerBatch::records).sum();
  }

  double seconds() {
    return LedgerBatch.seconds(from, batches.get(batches.size() - 1).committedAt());
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
