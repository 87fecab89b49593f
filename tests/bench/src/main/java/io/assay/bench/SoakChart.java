package io.assay.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * The curve of a soak as a drawing: a panel for each series, batches to the right, from 0 upwards.
 */
final class SoakChart {
  private static final int WIDTH = 260;
  private static final int HEIGHT = 120;
  private static final int MARGIN = 30;
  private static final int COLUMNS = 3;

  private final List<SoakSample> samples;
  private final StringBuilder drawing = new StringBuilder();
  private int panels;

  SoakChart(List<SoakSample> samples) {
    this.samples = List.copyOf(samples);
  }

  /** An SVG document. */
  String svg() {
    drawing.setLength(0);
    panels = 0;
    panel("batch, median (ms)", sample -> sample.medianSeconds() * 1000);
    panel("record to row, median (ms)", sample -> sample.latencySeconds() * 1000);
    panel("files of data", SoakSample::lake);
    panel("files of the logs", SoakSample::log);
    panel("files of checkpoints", SoakSample::checkpoints);
    panel("rows of the ledger", SoakSample::ledgerRows);
    panel("heap of the driver (MB)", sample -> sample.heapBytes() / 1e6);
    int rows = (panels + COLUMNS - 1) / COLUMNS;
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"11\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n%s</svg>%n"
        .formatted(COLUMNS * (WIDTH + 2 * MARGIN), rows * (HEIGHT + 2 * MARGIN), drawing);
  }

  private void panel(String title, ToDoubleFunction<SoakSample> value) {
    int left = panels % COLUMNS * (WIDTH + 2 * MARGIN) + MARGIN + 15;
    int top = panels / COLUMNS * (HEIGHT + 2 * MARGIN) + MARGIN;
    panels++;
    double greatest = samples.stream().mapToDouble(value).max().orElse(0);
    double last = samples.stream().mapToLong(SoakSample::batches).max().orElse(1);
    line("<text x=\"%d\" y=\"%d\" font-weight=\"bold\">%s</text>", left, top - 8, title);
    line("<path d=\"M%d %d v%d h%d\" fill=\"none\" stroke=\"#888\"/>", left, top, HEIGHT, WIDTH);
    line(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>",
        left - 3, top + 9, String.format(Locale.ROOT, "%.0f", greatest));
    line("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">0</text>", left - 3, top + HEIGHT);
    line(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%.0f batches</text>",
        left + WIDTH, top + HEIGHT + 14, last);
    StringBuilder points = new StringBuilder();
    for (SoakSample sample : samples) {
      points.append(
          String.format(
              Locale.ROOT,
              "%.1f,%.1f ",
              left + WIDTH * sample.batches() / last,
              top
                  + HEIGHT
                  - (greatest == 0 ? 0 : HEIGHT * value.applyAsDouble(sample) / greatest)));
    }
    line(
        "<polyline points=\"%s\" fill=\"none\" stroke=\"#1565c0\" stroke-width=\"1.5\"/>",
        points.toString().strip());
  }

  private void line(String format, Object... values) {
    drawing.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
