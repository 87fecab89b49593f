package io.assay.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How long records took from being sent to being committed.
 *
 * @param recordsPerSecond at which they were sent
 * @param measured one for each source
 */
record LatencyReport(int recordsPerSecond, List<Measured> measured) implements Report {
  private static final List<String> NAMES = List.of("p50", "p95", "p99", "longest");

  LatencyReport {
    measured = List.copyOf(measured);
  }

  /**
   * Refine from one source.
   *
   * @param milliseconds p50, p95, p99 and the longest
   * @param late how much later than due a record was sent at most
   * @param seconds for which records were sent
   * @param cpuSeconds in that time
   * @param peakBytes of memory
   */
  record Measured(
      String source,
      long records,
      List<Double> milliseconds,
      Duration late,
      double seconds,
      Map<Part, Double> cpuSeconds,
      Map<Part, Long> peakBytes) {

    Measured {
      milliseconds = List.copyOf(milliseconds);
    }

    double cpuPercent(Part part) {
      return cpuSeconds.get(part) * 100 / seconds;
    }

    double cpuPercent() {
      return cpuSeconds.values().stream().mapToDouble(Double::doubleValue).sum() * 100 / seconds;
    }

    double cpuPerMillion() {
      return cpuPercent() / 100 * seconds * 1e6 / records;
    }
  }

  @Override
  public List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    for (Measured each : measured) {
      for (int i = 0; i < NAMES.size(); i++) {
        figures.add(
            new Figure(
                each.source() + "_" + NAMES.get(i) + "_ms",
                "ms from sent to committed, " + NAMES.get(i) + ", from " + each.source(),
                each.milliseconds().get(i)));
      }
      figures.add(
          new Figure(
              each.source() + "_cpu_percent",
              "% of a core, all processes, from " + each.source(),
              each.cpuPercent()));
    }
    return figures;
  }

  @Override
  public String text() {
    Text text = new Text();
    for (Measured each : measured) {
      text.line(
          "from %-7s %,d records at %d/s for %.0f s (at most %d ms late): p50 %.0f ms, p95 %.0f, p99 %.0f, longest %.0f",
          each.source(),
          each.records(),
          recordsPerSecond,
          each.seconds(),
          each.late().toMillis(),
          each.milliseconds().get(0),
          each.milliseconds().get(1),
          each.milliseconds().get(2),
          each.milliseconds().get(3));
      text.line(
          "CPU         %.1f %% of a core, %.0f s per million records",
          each.cpuPercent(), each.cpuPerMillion());
      for (Part part : Part.values()) {
        text.line(
            "  %-12s%6.1f %%   peak memory %,.0f MiB",
            part.title(), each.cpuPercent(part), each.peakBytes().get(part) / Text.MEBIBYTE);
      }
    }
    return text.toString();
  }

  @Override
  public Map<String, Object> details() {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("records_per_second", recordsPerSecond);
    for (Measured each : measured) {
      Map<String, Object> source = new LinkedHashMap<>();
      source.put("records", each.records());
      source.put("seconds", each.seconds());
      source.put("late_ms", each.late().toMillis());
      source.put("cpu_seconds_per_million", each.cpuPerMillion());
      for (Part part : Part.values()) {
        Map<String, Object> member = new LinkedHashMap<>();
        member.put("cpu_percent", each.cpuPercent(part));
        member.put("peak_bytes", each.peakBytes().get(part));
        source.put(part.name().toLowerCase(Locale.ROOT), member);
      }
      details.put(each.source(), source);
    }
    return details;
  }
}
