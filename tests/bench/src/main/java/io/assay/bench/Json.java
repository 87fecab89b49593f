package io.assay.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The figures for programs: one JSON object. */
final class Json {
  private Json() {}

  static String of(Machine machine, Map<String, String> settings, Bench bench, List<Report> runs) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("workload", bench.workload().name());
    report.put("processor", machine.processor());
    report.put("cores", machine.cores());
    report.put("java", machine.java());
    report.put("postgresql", settings);
    report.put("records", bench.records());
    report.put("seed", bench.options().seed());
    report.put("batch_records", bench.batchRecords());
    report.put("partitions", Topic.PARTITIONS);
    report.put("spark_arguments", bench.options().sparkArguments());
    Map<String, Object> summary = new LinkedHashMap<>();
    for (Spread spread : Spread.of(runs)) {
      Map<String, Object> member = new LinkedHashMap<>();
      member.put("median", spread.median());
      member.put("least", spread.least());
      member.put("greatest", spread.greatest());
      summary.put(spread.figure().key(), member);
    }
    report.put("summary", summary);
    report.put("runs", runs.stream().map(Json::run).toList());
    StringBuilder json = new StringBuilder();
    write(report, json);
    return json.append('\n').toString();
  }

  private static Map<String, Object> run(Report report) {
    Map<String, Object> run = new LinkedHashMap<>();
    report.figures().forEach(figure -> run.put(figure.key(), figure.value()));
    run.putAll(report.details());
    return run;
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
