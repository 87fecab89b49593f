package io.assay.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lines for people to read. */
final class Text {
  static final double MEBIBYTE = 1 << 20;

  private final StringBuilder lines = new StringBuilder();

  /** What every report begins with. */
  static String heading(Machine machine, Map<String, String> settings, Bench bench) {
    Text text = new Text();
    text.line("machine     %s, %d cores; %s", machine.processor(), machine.cores(), machine.java());
    text.line(
        "PostgreSQL  %s",
        settings.entrySet().stream()
            .map(setting -> setting.getKey() + " " + setting.getValue())
            .reduce((first, second) -> first + ", " + second)
            .orElse(""));
    text.line(
        "workload    %s, %,d records at once, seed %d, %d partitions; spark-submit %s",
        bench.workload().name(),
        bench.records(),
        bench.options().seed(),
        Topic.PARTITIONS,
        String.join(" ", bench.options().sparkArguments()));
    return text.toString();
  }

  /** All runs together. */
  static String summary(List<Report> reports) {
    Text text = new Text();
    text.line("");
    text.line("── %d runs: median (least – greatest)", reports.size());
    for (Spread spread : Spread.of(reports)) {
      text.line(
          "%14s  (%s – %s)  %s",
          Figure.shown(spread.median()),
          Figure.shown(spread.least()),
          Figure.shown(spread.greatest()),
          spread.figure().title());
    }
    return text.toString();
  }

  void line(String format, Object... values) {
    lines.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  @Override
  public String toString() {
    return lines.toString();
  }
}
