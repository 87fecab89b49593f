package io.assay.runtime.progress;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes readings as one line; remembers the last ones for the rates. For one thread. */
final class ProgressLine {
  private final Map<String, Long> previous = new HashMap<>();

  /** The line for these readings, taken {@code elapsed} after the ones before. */
  String next(List<ProgressBoard.Reading> readings, Duration elapsed) {
    return readings.stream()
        .map(reading -> part(reading, elapsed))
        .collect(Collectors.joining(" · "));
  }

  private String part(ProgressBoard.Reading reading, Duration elapsed) {
    Long before = previous.put(reading.name(), reading.value());
    String part = String.format(Locale.ROOT, "%s %,d", reading.name(), reading.value());
    long grown = reading.value() - (before == null ? 0 : before);
    if (!reading.rated() || grown == 0 || elapsed.isZero()) {
      return part;
    }
    return part + String.format(Locale.ROOT, " (%,.0f/s)", grown * 1e9 / elapsed.toNanos());
  }
}
