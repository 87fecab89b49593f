package io.assay.bench;

import io.assay.bench.CopyBaseline.Copied;
import io.assay.bench.FlinkWriter.Upserted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How fast the records were refined, beside what else stores their rows.
 *
 * @param copiedRecords how many records the copied rows were made from
 * @param copies of the rows that were made, the quickest first
 * @param appends of the same records by Spark's own writer, in order
 * @param upserted by Flink SQL, if it was measured
 */
record ThroughputReport(
    Refined refined,
    long copiedRecords,
    List<Copied> copies,
    List<Written> appends,
    Optional<Upserted> upserted)
    implements Report {

  ThroughputReport {
    copies = List.copyOf(copies);
    appends = List.copyOf(appends);
  }

  @Override
  public List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    for (Refined.Measured measured : refined.windows()) {
      addWindow(figures, measured);
    }
    for (Refined.Measured measured : refined.windows()) {
      addComparison(figures, measured);
    }
    return figures;
  }

  private void addWindow(List<Figure> figures, Refined.Measured measured) {
    String key = measured.key();
    String title = measured.title();
    Window window = measured.window();
    Copied copy = copies.get(copies.size() / 2);
    double scale = 1e6 / copiedRecords;
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

  private void addComparison(List<Figure> figures, Refined.Measured measured) {
    Window window = measured.window();
    String elapsed = measured.key() + "times_spark_writer";
    switch (measured.pass()) {
      case FIRST ->
          figures.add(
              new Figure(
                  elapsed,
                  "times Spark's writer, elapsed, " + measured.title() + " to its first pass",
                  window.secondsPerMillion() / appends.get(0).secondsPerMillion()));
      case LAST -> {
        Written last = appends.get(appends.size() - 1);
        figures.add(
            new Figure(
                elapsed,
                "times Spark's writer, elapsed, warm to warm",
                window.secondsPerMillion() / last.secondsPerMillion()));
        figures.add(
            new Figure(
                elapsed + "_cpu",
                "times Spark's writer, CPU, warm to warm",
                window.cpuPerMillion() / last.cpuPerMillion()));
        upserted.ifPresent(flink -> addFlink(figures, measured, flink.secondHalf()));
      }
      case NONE -> {}
    }
  }

  private static void addFlink(List<Figure> figures, Refined.Measured measured, Written flink) {
    Window window = measured.window();
    figures.add(
        new Figure("flink_records_per_second", "records/s, Flink SQL", flink.recordsPerSecond()));
    figures.add(
        new Figure(
            measured.key() + "times_flink",
            "times Flink SQL, elapsed, warm to warm",
            window.secondsPerMillion() / flink.secondsPerMillion()));
    figures.add(
        new Figure(
            measured.key() + "times_flink_cpu",
            "times Flink SQL, CPU, warm to warm",
            window.cpuPerMillion() / flink.cpuPerMillion()));
  }

  @Override
  public String text() {
    Text text = new Text();
    for (Refined.Measured measured : refined.windows()) {
      Window window = measured.window();
      text.line(
          "%-15s %,.0f records/s (%,d in %.1f s), %.1f CPU s per million",
          measured.title(),
          window.recordsPerSecond(),
          window.records(),
          window.seconds(),
          window.cpuPerMillion());
      for (Part part : Part.values()) {
        text.line("  %-12s  %6.1f CPU s per million", part.title(), window.cpuPerMillion(part));
      }
    }
    text.line("command         %.1f s", refined.command().toNanos() / 1e9);
    for (Part part : Part.values()) {
      text.line(
          "  %-12s  peak memory %,.0f MiB",
          part.title(), refined.peakBytes().get(part) / Text.MEBIBYTE);
    }
    addBatches(text);
    for (SessionProfile.Share share : refined.sessions()) {
      text.line(
          "%-15s %.2f sessions at a time",
          share.work().name().toLowerCase(Locale.ROOT), share.sessions());
      share.waits().forEach((wait, part) -> text.line("  %5.1f %%  %s", part * 100, wait));
    }
    for (Copied copied : copies) {
      text.line(
          "COPY            %,.0f rows/s (%.1f s); CPU per million rows: PostgreSQL %.1f s, client %.1f s",
          copied.rows() / copied.seconds(),
          copied.seconds(),
          copied.serverCpuSeconds() * 1e6 / copied.rows(),
          copied.clientCpuSeconds() * 1e6 / copied.rows());
    }
    for (Written appended : appends) {
      text.line(
          "Spark JDBC      %,.0f records/s (%.1f s); CPU per million records: %.1f s",
          appended.recordsPerSecond(), appended.seconds(), appended.cpuPerMillion());
    }
    upserted.ifPresent(
        flink ->
            text.line(
                "Flink SQL       %,.0f records/s (second half, %.1f s); CPU per million records: %.1f s; peak memory %,.0f MiB",
                flink.secondHalf().recordsPerSecond(),
                flink.secondHalf().seconds(),
                flink.secondHalf().cpuPerMillion(),
                flink.peakBytes() / Text.MEBIBYTE));
    figures().stream()
        .filter(figure -> figure.key().contains("times_"))
        .forEach(figure -> text.line("ratio           %5.2f %s", figure.value(), figure.title()));
    return text.toString();
  }

  /** Batches overlap, so each has its three moments rather than a duration. */
  private void addBatches(Text text) {
    List<LedgerBatch> batches = refined.all().batches();
    text.line(
        "  batch        records   started  transaction  committed   since the last commit (s)    records/s");
    Instant from = refined.all().from();
    for (int i = 0; i < batches.size(); i++) {
      LedgerBatch batch = batches.get(i);
      double since = sinceLastCommit(i);
      text.line(
          "  %-8d  %,10d  %8.2f  %11.2f  %9.2f  %26.2f   %,10.0f",
          i + 1,
          batch.records(),
          LedgerBatch.seconds(from, batch.startedAt()),
          LedgerBatch.seconds(from, batch.transactionAt()),
          LedgerBatch.seconds(from, batch.committedAt()),
          since,
          batch.records() / since);
    }
  }

  /** Of the first batch, since the time began. */
  private double sinceLastCommit(int i) {
    List<LedgerBatch> batches = refined.all().batches();
    return LedgerBatch.seconds(
        i == 0 ? refined.all().from() : batches.get(i - 1).committedAt(),
        batches.get(i).committedAt());
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
      for (Refined.Measured measured : refined.windows()) {
        member.put(
            measured.key() + "cpu_seconds_per_million", measured.window().cpuPerMillion(part));
      }
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
    if (!refined.sessions().isEmpty()) {
      Map<String, Object> sessions = new LinkedHashMap<>();
      for (SessionProfile.Share share : refined.sessions()) {
        Map<String, Object> member = new LinkedHashMap<>();
        member.put("at_a_time", share.sessions());
        member.put("waits", share.waits());
        sessions.put(share.work().name().toLowerCase(Locale.ROOT), member);
      }
      details.put("sessions", sessions);
    }
    details.put("copies", copies.stream().map(ThroughputReport::json).toList());
    details.put("spark_writer", appends.stream().map(ThroughputReport::json).toList());
    upserted.ifPresent(flink -> details.put("flink_sql", json(flink)));
    return details;
  }

  private static Map<String, Object> json(Upserted flink) {
    Map<String, Object> member = json(flink.secondHalf());
    member.put("peak_bytes", flink.peakBytes());
    return member;
  }

  private static Map<String, Object> json(Copied copied) {
    Map<String, Object> member = new LinkedHashMap<>();
    member.put("rows", copied.rows());
    member.put("seconds", copied.seconds());
    member.put("server_cpu_seconds", copied.serverCpuSeconds());
    member.put("client_cpu_seconds", copied.clientCpuSeconds());
    return member;
  }

  private static Map<String, Object> json(Written written) {
    Map<String, Object> member = new LinkedHashMap<>();
    member.put("records", written.records());
    member.put("seconds", written.seconds());
    member.put("cpu_seconds", written.cpuSeconds());
    return member;
  }
}
