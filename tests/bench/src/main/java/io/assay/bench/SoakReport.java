package io.assay.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * The curve of a soak, and whether what it shows has stopped growing: its greatest value in the
 * last third is at most a quarter more than in the third before. Of a soak with few samples nothing
 * is said.
 */
record SoakReport(List<SoakSample> samples) implements Report {
  /** What a third has at least, to say anything. */
  private static final int FEWEST = 4;

  private static final double SLACK = 1.25;

  SoakReport {
    samples = List.copyOf(samples);
  }

  /** Something that could grow. */
  private enum Series {
    LAKE_FILES("files of data", SoakSample::lake),
    LOG_FILES("files of the logs", SoakSample::log),
    LOG_BYTES("bytes of the logs", SoakSample::logBytes),
    CHECKPOINT_FILES("files of checkpoints", SoakSample::checkpoints),
    LEDGER_ROWS("rows of the ledger", SoakSample::ledgerRows),
    HEAP_BYTES("heap of the driver", SoakSample::heapBytes);

    private final String title;
    private final ToDoubleFunction<SoakSample> value;

    Series(String title, ToDoubleFunction<SoakSample> value) {
      this.title = title;
      this.value = value;
    }
  }

  /**
   * Time of the last hundred batches by that of the first hundred warm ones: the second hundred.
   */
  double slowing() {
    int hundred = 2; // samples
    return samples.size() < 3 * hundred
        ? Double.NaN
        : seconds(samples.subList(samples.size() - hundred, samples.size()))
            / seconds(samples.subList(hundred, 2 * hundred));
  }

  private static double seconds(List<SoakSample> some) {
    return some.stream().mapToDouble(SoakSample::medianSeconds).average().orElseThrow();
  }

  private double growth(Series series) {
    int third = samples.size() / 3;
    return third < FEWEST
        ? Double.NaN
        : greatest(series, samples.size() - third, samples.size())
            / greatest(series, samples.size() - 2 * third, samples.size() - third);
  }

  private double greatest(Series series, int from, int to) {
    return samples.subList(from, to).stream().mapToDouble(series.value).max().orElseThrow();
  }

  @Override
  public List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    add(
        figures,
        "slowing",
        "times the batch time of the first warm hundred, last hundred",
        slowing());
    for (Series series : Series.values()) {
      add(
          figures,
          "growth_" + series.name().toLowerCase(Locale.ROOT),
          "times the third before, " + series.title + " in the last third",
          growth(series));
    }
    return figures;
  }

  private static void add(List<Figure> figures, String key, String title, double value) {
    if (!Double.isNaN(value)) {
      figures.add(new Figure(key, title, value));
    }
  }

  @Override
  public String text() {
    Text text = new Text();
    text.line(
        "%8s %9s %9s %9s %7s %7s %9s %7s %8s %8s",
        "batches",
        "median s",
        "longest",
        "latency s",
        "files",
        "log",
        "log kB",
        "chkpts",
        "ledger",
        "heap MB");
    for (SoakSample sample : samples) {
      text.line(
          "%8d %9.3f %9.3f %9.3f %7d %7d %9d %7d %8d %8d",
          sample.batches(),
          sample.medianSeconds(),
          sample.longestSeconds(),
          sample.latencySeconds(),
          sample.lake(),
          sample.log(),
          sample.logBytes() / 1000,
          sample.checkpoints(),
          sample.ledgerRows(),
          sample.heapBytes() / 1_000_000);
    }
    for (Series series : Series.values()) {
      double growth = growth(series);
      if (!Double.isNaN(growth)) {
        text.line(
            "%-22s %s (%.2f times the third before)",
            series.title, growth <= SLACK ? "bounded" : "GROWS", growth);
      }
    }
    return text.toString();
  }

  @Override
  public Optional<String> chart() {
    return Optional.of(new SoakChart(samples).svg());
  }

  @Override
  public Map<String, Object> details() {
    Map<String, Object> details = new LinkedHashMap<>();
    Map<String, Object> bounded = new LinkedHashMap<>();
    for (Series series : Series.values()) {
      if (!Double.isNaN(growth(series))) {
        bounded.put(
            series.name().toLowerCase(Locale.ROOT), growth(series) <= SLACK ? "bounded" : "grows");
      }
    }
    details.put("bounded", bounded);
    details.put("samples", samples.stream().map(SoakSample::json).toList());
    return details;
  }
}
