package io.assay.bench;

import io.assay.bench.CopyBaseline.Copied;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures for people. */
final class ReportText {
  private static final double MEBIBYTE = 1 << 20;

  private ReportText() {}

  static String heading(Machine machine, Map<String, String> settings, BenchOptions options) {
    StringBuilder text = new StringBuilder();
    line(
        text, "machine     %s, %d cores; %s", machine.processor(), machine.cores(), machine.java());
    line(
        text,
        "PostgreSQL  %s",
        settings.entrySet().stream()
            .map(setting -> setting.getKey() + " " + setting.getValue())
            .reduce((first, second) -> first + ", " + second)
            .orElse(""));
    line(
        text,
        "records     %,d, seed %d, %d partitions, at most %,d in a batch; spark-submit %s",
        options.records(),
        options.seed(),
        FlatTopic.PARTITIONS,
        options.batchRecords(),
        String.join(" ", options.sparkArguments()));
    return text.toString();
  }

  static String run(RunFigures run) {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "refine      %,.0f records/s (%.1f s, first start to last commit; command %.1f s); later batches %,.0f records/s",
        run.recordsPerSecond(),
        run.seconds(),
        run.wall().toNanos() / 1e9,
        run.laterRecordsPerSecond());
    List<LedgerBatch> batches = run.batches();
    for (int i = 0; i < batches.size(); i++) {
      LedgerBatch batch = batches.get(i);
      line(
          text,
          "  batch %-4d  %,9d records  %6.2f s = staging %6.2f + transaction %6.2f   %,8.0f records/s",
          i + 1,
          batch.records(),
          batch.seconds(),
          batch.stagingSeconds(),
          batch.mergeSeconds(),
          batch.records() / batch.seconds());
    }
    line(
        text,
        "CPU         %.1f s per million records, start and end of the command included; later batches %.1f s",
        run.cpuPerMillion(),
        run.laterCpuPerMillion());
    for (Part part : Part.values()) {
      line(
          text,
          "  %-12s%6.1f s  later batches %6.1f s   peak memory %,.0f MiB",
          part.title(),
          run.cpuSeconds().get(part) * 1e6 / run.records(),
          run.laterCpuSeconds().get(part) * 1e6 / run.laterRecords(),
          run.peakBytes().get(part) / MEBIBYTE);
    }
    for (Copied copied : run.copies()) {
      line(
          text,
          "COPY        %,.0f rows/s (%.1f s); CPU per million rows: PostgreSQL %.1f s, client %.1f s",
          copied.rows() / copied.seconds(),
          copied.seconds(),
          copied.serverCpuSeconds() * 1e6 / copied.rows(),
          copied.clientCpuSeconds() * 1e6 / copied.rows());
    }
    line(
        text,
        "ratio       %.1f times the time of COPY (median), %.1f times its CPU; later batches %.1f and %.1f",
        run.timesCopy(),
        run.timesCopyCpu(),
        run.laterTimesCopy(),
        run.laterTimesCopyCpu());
    return text.toString();
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
