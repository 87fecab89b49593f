package io.assay.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What it took to make rows of the records of a topic.
 *
 * @param command from its start to its end
 * @param windows parts of it, the whole first, and the one in which the JVM has compiled what runs
 *     last
 * @param peakBytes of memory
 * @param sessions what those of PostgreSQL did in the last of the windows; empty if it was not
 *     asked
 */
record Refined(
    Duration command,
    List<Measured> windows,
    Map<Part, Long> peakBytes,
    List<SessionProfile.Share> sessions) {

  Refined {
    windows = List.copyOf(windows);
    sessions = List.copyOf(sessions);
  }

  /**
   * A part of the time.
   *
   * @param key before the names of its figures
   * @param title in their titles
   * @param pass of Spark's writer that it is compared with
   */
  record Measured(String key, String title, Window window, Pass pass) {}

  /** A pass of Spark's writer over the same records. */
  enum Pass {
    /** The first, which starts from nothing. */
    FIRST,
    /** The last, when its JVM is warm. */
    LAST,
    /** None. */
    NONE
  }

  /** From what was measured from the start of a command to its end. */
  static Refined of(
      Duration command,
      Map<Part, Double> cpuSeconds,
      List<LedgerBatch> batches,
      Meter meter,
      Optional<SessionProfile> profile) {
    Window all = Window.all(batches, cpuSeconds);
    Window later = Window.since(Math.min(1, batches.size() - 1), batches, meter);
    Window warm = Window.since(batches.size() / 2, batches, meter);
    return new Refined(
        command,
        List.of(
            new Measured("", "all batches", all, Pass.FIRST),
            new Measured("later_", "later batches", later, Pass.NONE),
            new Measured("warm_", "warm batches", warm, Pass.LAST)),
        meter.peaks(),
        profile.map(sessions -> sessions.shares(warm)).orElse(List.of()));
  }

  /** From the first record to the last. */
  Window all() {
    return windows.get(0).window();
  }

  /** When the JVM has compiled what runs. */
  Window warm() {
    return windows.get(windows.size() - 1).window();
  }
}
