package io.assay.bench;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What land and refine in one application use when nothing comes, after some records of {@link
 * Flat}; once with refine from Kafka, once from the lake.
 */
final class Idle implements Workload {
  /** What follows the last batch, such as compiling, is over then. */
  private static final Duration SETTLED = Duration.ofSeconds(10);

  @Override
  public String name() {
    return "idle";
  }

  @Override
  public Extent usual() {
    return new Extent(1000, 1, 30);
  }

  @Override
  public Runs prepare(Bench bench) {
    Records records = new FlatRecords(bench.options().seed());
    bench.topic(Flat.TOPIC).fill(records, bench.records());
    return number -> {
      List<Used> used = new ArrayList<>();
      for (String source : List.of("kafka", "lake")) {
        Target target = bench.emptyTarget("run" + number + "_" + source);
        used.add(measure(bench, target, source));
      }
      return new Rested(used);
    };
  }

  private static Used measure(Bench bench, Target target, String source) throws SQLException {
    LivePipeline pipeline = LivePipeline.start(bench, "run", Flat.PIPELINE, target, source);
    Instant from;
    Instant to;
    try (pipeline) {
      pipeline.awaitApplied(bench.records());
      LivePipeline.pause(SETTLED);
      from = Instant.now();
      LivePipeline.pause(Duration.ofSeconds(bench.seconds()));
      to = Instant.now();
    }
    return new Used(
        source,
        LedgerBatch.seconds(from, to),
        pipeline.meter().cpuSeconds(from, to),
        pipeline.meter().peaks());
  }

  /**
   * Refine from one source.
   *
   * @param seconds that were watched
   * @param cpuSeconds in that time
   * @param peakBytes of memory, from the start
   */
  record Used(
      String source, double seconds, Map<Part, Double> cpuSeconds, Map<Part, Long> peakBytes) {

    double percent(Part part) {
      return cpuSeconds.get(part) * 100 / seconds;
    }

    double percent() {
      return cpuSeconds.values().stream().mapToDouble(Double::doubleValue).sum() * 100 / seconds;
    }
  }

  /** An idle pipeline. */
  record Rested(List<Used> used) implements Report {

    @Override
    public List<Figure> figures() {
      List<Figure> figures = new ArrayList<>();
      for (Used each : used) {
        figures.add(
            new Figure(
                each.source() + "_cpu_percent",
                "% of a core, all processes, from " + each.source(),
                each.percent()));
        figures.add(
            new Figure(
                each.source() + "_spark_cpu_percent",
                "% of a core, Spark, from " + each.source(),
                each.percent(Part.SPARK)));
      }
      return figures;
    }

    @Override
    public String text() {
      Text text = new Text();
      for (Used each : used) {
        text.line(
            "from %-7s idle for %.0f s: %.1f %% of a core",
            each.source(), each.seconds(), each.percent());
        for (Part part : Part.values()) {
          text.line(
              "  %-12s%6.1f %%   peak memory %,.0f MiB",
              part.title(), each.percent(part), each.peakBytes().get(part) / Text.MEBIBYTE);
        }
      }
      return text.toString();
    }

    @Override
    public Map<String, Object> details() {
      Map<String, Object> details = new LinkedHashMap<>();
      used.forEach(
          each -> details.put(each.source(), Usage.json(each.cpuSeconds(), each.peakBytes())));
      return details;
    }
  }
}
