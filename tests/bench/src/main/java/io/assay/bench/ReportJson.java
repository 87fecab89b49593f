package io.assay.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The figures for programs: one JSON object. */
final class ReportJson {
  private ReportJson() {}

  static String of(
      Machine machine, Map<String, String> settings, BenchOptions options, List<RunFigures> runs) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("processor", machine.processor());
    report.put("cores", machine.cores());
    report.put("java", machine.java());
    report.put("postgresql", settings);
    report.put("records", options.records());
    report.put("seed", options.seed());
    report.put("batch_records", options.batchRecords());
    report.put("partitions", FlatTopic.PARTITIONS);
    report.put("spark_arguments", options.sparkArguments());
    report.put("runs", runs.stream().map(ReportJson::run).toList());
    StringBuilder json = new StringBuilder();
    write(report, json);
    return json.append('\n').toString();
  }

  private static Map<String, Object> run(RunFigures figures) {
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("records", figures.records());
    run.put("seconds", figures.seconds());
    run.put("command_seconds", figures.wall().toNanos() / 1e9);
    run.put("records_per_second", figures.recordsPerSecond());
    run.put("later_records_per_second", figures.laterRecordsPerSecond());
    run.put("cpu_seconds_per_million", figures.cpuPerMillion());
    run.put("later_cpu_seconds_per_million", figures.laterCpuPerMillion());
    run.put("parts", parts(figures));
    List<Object> batches = new ArrayList<>();
    for (LedgerBatch batch : figures.batches()) {
      Map<String, Object> member = new LinkedHashMap<>();
      member.put("records", batch.records());
      member.put("seconds", batch.seconds());
      member.put("staging_seconds", batch.stagingSeconds());
      member.put("transaction_seconds", batch.mergeSeconds());
      batches.add(member);
    }
    run.put("batches", batches);
    List<Object> copies = new ArrayList<>();
    figures
        .copies()
        .forEach(
            copied -> {
              Map<String, Object> member = new LinkedHashMap<>();
              member.put("rows", copied.rows());
              member.put("seconds", copied.seconds());
              member.put("server_cpu_seconds", copied.serverCpuSeconds());
              member.put("client_cpu_seconds", copied.clientCpuSeconds());
              copies.add(member);
            });
    run.put("copies", copies);
    run.put("times_copy", figures.timesCopy());
    run.put("times_copy_cpu", figures.timesCopyCpu());
    run.put("later_times_copy", figures.laterTimesCopy());
    run.put("later_times_copy_cpu", figures.laterTimesCopyCpu());
    return run;
  }

  private static Map<String, Object> parts(RunFigures figures) {
    Map<String, Object> parts = new LinkedHashMap<>();
    for (Part part : Part.values()) {
      Map<String, Object> member = new LinkedHashMap<>();
      member.put("cpu_seconds", figures.cpuSeconds().get(part));
      member.put("later_cpu_seconds", figures.laterCpuSeconds().get(part));
      member.put("peak_bytes", figures.peakBytes().get(part));
      parts.put(part.name().toLowerCase(java.util.Locale.ROOT), member);
    }
    return parts;
  }

  private static void write(Object value, StringBuilder json) {
    if (value instanceof Map<?, ?> members) {
      String separator = "{";
      for (Map.Entry<?, ?> member : members.entrySet()) {
        json.append(separator);
        write(member.getKey(), json);
        json.append(':');
        write(member.getValue(), json);
        separator = ",";
      }
      json.append('}');
    } else if (value instanceof List<?> elements) {
      json.append('[');
      String separator = "";
      for (Object element : elements) {
        json.append(separator);
        write(element, json);
        separator = ",";
      }
      json.append(']');
    } else if (value instanceof Number) {
      json.append(value);
    } else {
      json.append('"')
          .append(value.toString().replace("\\", "\\\\").replace("\"", "\\\""))
          .append('"');
    }
  }
}
