package io.assay.runtime.progress;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The numbers that a job shows while it runs, in the order in which they were first asked for.
 * Thread-safe.
 */
public final class ProgressBoard {
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private enum Kind {
    COUNTER,
    GAUGE
  }

  private record Entry(Kind kind, AtomicLong value) {}

  /**
   * A number as it was read.
   *
   * @param rated whether it only grows, so that its growth per second says something
   */
  record Reading(String name, long value, boolean rated) {}

  /** A number that only grows, such as records landed; shown with its growth per second. */
  public AtomicLong counter(String name) {
    return entry(name, Kind.COUNTER);
  }

  /** A number that comes and goes, such as the lag. */
  public AtomicLong gauge(String name) {
    return entry(name, Kind.GAUGE);
  }

  synchronized List<Reading> readings() {
    return entries.entrySet().stream()
        .map(
            entry ->
                new Reading(
                    entry.getKey(),
                    entry.getValue().value().get(),
                    entry.getValue().kind() == Kind.COUNTER))
        .toList();
  }

  private synchronized AtomicLong entry(String name, Kind kind) {
    return entries.computeIfAbsent(name, absent -> new Entry(kind, new AtomicLong())).value();
  }
}
