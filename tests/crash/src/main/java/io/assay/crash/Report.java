package io.assay.crash;

import io.assay.crash.fault.Strike;
import io.assay.crash.oracle.Differences;
import io.assay.crash.oracle.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the crash test has found.
 *
 * @param recovered the faults, in order
 * @param restarts how often a job was started again
 * @param statuses how often a job has ended with each exit status
 * @param disorder jobs that did not end in order
 */
record Report(
    CrashOptions options,
    List<Recovered> recovered,
    int restarts,
    Map<Integer, Integer> statuses,
    List<String> disorder,
    Verdict verdict) {

  /**
   * A fault that is over.
   *
   * @param after how long after it everything was applied that Kafka had by then; not known if the
   *     next one came before that
   */
  record Recovered(Strike strike, Optional<Duration> after) {}

  boolean isGood() {
    return verdict.isGood() && disorder.isEmpty();
  }

  String text() {
    StringBuilder text = new StringBuilder();
    line(text, "");
    faults().forEach((title, count) -> line(text, "%4d × %s", count, title));
    line(text, "");
    line(text, "records    %,d", verdict.records());
    line(text, "faults     %d (seed %d), restarts %d", recovered.size(), options.seed(), restarts);
    line(text, "ends       %s", ends());
    line(text, "lake       %s", options.lake().name().toLowerCase(Locale.ROOT));
    line(text, "recovery   p50 %.1f s, p95 %.1f s", percentile(50), percentile(95));
    Differences differences = verdict.differences();
    line(
        text,
        "lost       %d%nduplicated %d%ndifferent  %d",
        differences.lost(),
        differences.duplicated(),
        differences.different());
    Stream.of(differences.lines(), verdict.leftovers(), disorder)
        .flatMap(List::stream)
        .forEach(each -> line(text, "  %s", each));
    return text.toString();
  }

  String json() {
    Differences differences = verdict.differences();
    String kinds =
        faults().entrySet().stream()
            .map(entry -> "\"%s\":%d".formatted(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining(",", "{", "}"));
    return String.format(
        Locale.ROOT,
        "{\"faults\":%d,\"seed\":%d,\"records\":%d,\"lost\":%d,\"duplicated\":%d,\"different\":%d,\"left\":%d,\"disorderly_ends\":%d,"
            + "\"restarts\":%d,\"recovery_seconds\":{\"p50\":%.3f,\"p95\":%.3f},\"kinds\":%s}%n",
        recovered.size(),
        options.seed(),
        verdict.records(),
        differences.lost(),
        differences.duplicated(),
        differences.different(),
        verdict.leftovers().size(),
        disorder.size(),
        restarts,
        percentile(50),
        percentile(95),
        kinds);
  }

  private String ends() {
    return statuses.entrySet().stream()
        .map(entry -> entry.getValue() + " × status " + entry.getKey())
        .collect(Collectors.joining(", "));
  }

  private Map<String, Long> faults() {
    return recovered.stream()
        .collect(
            Collectors.groupingBy(
                fault -> fault.strike().kind().title(), TreeMap::new, Collectors.counting()));
  }

  /** In seconds; the smallest value that so many percent do not exceed. */
  private double percentile(int percent) {
    List<Duration> sorted =
        recovered.stream().flatMap(fault -> fault.after().stream()).sorted().toList();
    if (sorted.isEmpty()) {
      return 0;
    }
    int rank = (int) Math.ceil(percent / 100.0 * sorted.size());
    return sorted.get(Math.max(0, rank - 1)).toMillis() / 1e3;
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
