package io.assay.bench;

import java.time.Instant;

/**
 * Records that came into tables.
 *
 * @param seconds in which they did
 * @param cpuSeconds of all parts in that time
 */
record Written(long records, double seconds, double cpuSeconds) {

  /** Those that came between two moments. */
  static Written between(Instant from, Instant to, long records, Meter meter) {
    return new Written(
        records,
        LedgerBatch.seconds(from, to),
        meter.cpuSeconds(from, to).values().stream().mapToDouble(Double::doubleValue).sum());
  }

  double recordsPerSecond() {
    return records / seconds;
  }

  double secondsPerMillion() {
    return seconds * 1e6 / records;
  }

  double cpuPerMillion() {
    return cpuSeconds * 1e6 / records;
  }
}
