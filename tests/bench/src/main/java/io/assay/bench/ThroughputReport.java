package io.assay.bench;

import io.assay.bench.CopyBaseline.Copied;
import io.assay.bench.SparkWriter.Appended;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How fast the records were refined, beside what else stores their rows.
 *
 * @param copies of the rows that were made, the quickest first
 * @param appends of the same records by Spark's own writer, in order
 */
record ThroughputReport(Refined refined, List<Copied> copies, List<Appended> appends)
    implements Report {

  ThroughputReport {
    copies = List.copyOf(copies);
    appends = List.copyOf(appends);
  }

  @Override
  public List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    addWindow(figures, "", "all batches", refined.all());
    addWindow(figures, "later_", "later batches", refined.later());
    addWindow(figures, "warm_", "warm batches", refined.warm());
    Appended first = appends.get(0);
    Appended last = appends.get(appends.size() - 1);
    figures.add(
        new Figure(
            "times_spark_writer",
            "times Spark's writer, elapsed, all batches to its first pass",
            refined.all().secondsPerMillion() / first.secondsPerMillion()));
    figures.add(
        new Figure(
            "warm_times_spark_writer",
            "times Spark's writer, elapsed, warm to warm",
            refined.warm().secondsPerMillion() / last.secondsPerMillion()));
    figures.add(
        new Figure(
            "warm_times_spark_writer_cpu",
            "times Spark's writer, CPU, warm to warm",
            refined.warm().cpuPerMillion() / last.cpuPerMillion()));
    return figures;
  }

  private void addWindow(List<Figure> figures, String key, String title, Window window) {
    double scale = 1e6 / refined.all().records();
    Copied copy = copies.get(copies.size() / 2);
    figures.add(
        new Figure(key + "records_per_second", "records/s, " + title, window.recordsPerSecond()));
    figures.add(
        new Figure(
            key + "cpu_seconds_per_million",
            "CPU s per million records, " + title,
            window.cpuPerMillion()));
    figures.add(
        new Figure(
            key + "times_copy",
            "times COPY, elapsed, " + title,
            window.secondsPerMillion() / (copy.seconds() * scale)));
    figures.add(
        new Figure(
            key + "times_copy_cpu",
            "times COPY, CPU, " + title,
            window.cpuPerMillion() / (copy.cpuSeconds() * scale)));
  }

  @Override
  public String text() {
    Text text = new Text();
    text.line(
        "refine      %,.0f records/s (%.1f s, first start to last commit; command %.1f s); later batches %,.0f, warm batches %,.0f",
        refined.all().recordsPerSecond(),
        refined.all().seconds(),
        refined.command().toNanos() / 1e9,
        refined.later().recordsPerSecond(),
        refined.warm().recordsPerSecond());
    addBatches(text);
    text.line(
        "CPU         %.1f s per million records, start and end of the command included; later batches %.1f, warm batches %.1f",
        refined.all().cpuPerMillion(),
        refined.later().cpuPerMillion(),
        refined.warm().cpuPerMillion());
    for (Part part : Part.values()) {
      text.line(
          "  %-12s%6.1f s  later batches %6.1f s  warm batches %6.1f s   peak memory %,.0f MiB",
          part.title(),
          refined.all().cpuPerMillion(part),
          refined.later().cpuPerMillion(part),
          refined.warm().cpuPerMillion(part),
          refined.peakBytes().get(part) / Text.MEBIBYTE);
    }
    for (Copied copied : copies) {
      text.line(
          "COPY        %,.0f rows/s (%.1f s); CPU per million rows: PostgreSQL %.1f s, client %.1f s",
          copied.rows() / copied.seconds(),
          copied.seconds(),
          copied.serverCpuSeconds() * 1e6 / copied.rows(),
          copied.clientCpuSeconds() * 1e6 / copied.rows());
    }
    for (Appended appended : appends) {
      text.line(
          "Spark JDBC  %,.0f records/s (%.1f s); CPU per million records: %.1f s",
          appended.records() / appended.seconds(), appended.seconds(), appended.cpuPerMillion());
    }
    figures().stream()
        .filter(figure -> figure.key().contains("times_"))
        .forEach(figure -> text.line("ratio       %5.2f %s", figure.value(), figure.title()));
    return text.toString();
  }

  /** Batches overlap, so each has its three moments rather than a duration. */
  private void addBatches(Text text) {
    List<LedgerBatch> batches = refined.all().batches();
    text.line(
        "  batch        records   started  transaction  committed   since the last commit (s)    records/s");
    LedgerBatch first = batches.get(0);
    for (int i = 0; i < batches.size(); i++) {
      LedgerBatch batch = batches.get(i);
      double since = sinceLastCommit(i);
      text.line(
          "  %-8d  %,10d  %8.2f  %11.2f  %9.2f  %26.2f   %,10.0f",
          i + 1,
          batch.records(),
          LedgerBatch.seconds(first.startedAt(), batch.startedAt()),
          LedgerBatch.seconds(first.startedAt(), batch.transactionAt()),
          LedgerBatch.seconds(first.startedAt(), batch.committedAt()),
          since,
          batch.records() / since);
    }
  }

  /** Of the first batch, since its start. */
  private double sinceLastCommit(int i) {
    List<LedgerBatch> batches = refined.all().batches();
    LedgerBatch batch = batches.get(i);
    return LedgerBatch.seconds(
        i == 0 ? batch.startedAt() : batches.get(i - 1).committedAt(), batch.committedAt());
  }

  @Override
  public Map<String, Object> details() {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("records", refined.all().records());
    details.put("seconds", refined.all().seconds());
    details.put("command_seconds", refined.command().toNanos() / 1e9);
    Map<String, Object> parts = new LinkedHashMap<>();
    for (Part part : Part.values()) {
      Map<String, Object> member = new LinkedHashMap<>();
      member.put("cpu_seconds_per_million", refined.all().cpuPerMillion(part));
      member.put("later_cpu_seconds_per_million", refined.later().cpuPerMillion(part));
      member.put("warm_cpu_seconds_per_million", refined.warm().cpuPerMillion(part));
      member.put("peak_bytes", refined.peakBytes().get(part));
      parts.put(part.name().toLowerCase(Locale.ROOT), member);
    }
    details.put("parts", parts);
    List<Object> batches = new ArrayList<>();
    for (int i = 0; i < refined.all().batches().size(); i++) {
      LedgerBatch batch = refined.all().batches().get(i);
      Map<String, Object> member = new LinkedHashMap<>();
      member.put("records", batch.records());
      member.put("started_at", batch.startedAt().toString());
      member.put("transaction_at", batch.transactionAt().toString());
      member.put("committed_at", batch.committedAt().toString());
      member.put("seconds_since_last_commit", sinceLastCommit(i));
      batches.add(member);
    }
    details.put("batches", batches);
    details.put("copies", copies.stream().map(ThroughputReport::json).toList());
    details.put("spark_writer", appends.stream().map(ThroughputReport::json).toList());
    return details;
  }

  private static Map<String, Object> json(Copied copied) {
    Map<String, Object> member = new LinkedHashMap<>();
    member.put("rows", copied.rows());
    member.put("seconds", copied.seconds());
    member.put("server_cpu_seconds", copied.serverCpuSeconds());
    member.put("client_cpu_seconds", copied.clientCpuSeconds());
    return member;
  }

  private static Map<String, Object> json(Appended appended) {
    Map<String, Object> member = new LinkedHashMap<>();
    member.put("records", appended.records());
    member.put("seconds", appended.seconds());
    member.put("cpu_seconds", appended.cpuSeconds());
    return member;
  }
}
