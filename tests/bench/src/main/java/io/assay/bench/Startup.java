package io.assay.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The time from {@code submit/assay refine --source kafka} to the first commit, on an empty
 * database, with the records of {@link Flat} waiting; and where it goes.
 */
final class Startup implements Workload {
  private static final String MOMENTS =
      """
      select r.started_at, b.started_at, b.committed_at
      from assay.batch b join assay.run r using (run_id)
      order by b.batch_id limit 1""";

  @Override
  public String name() {
    return "startup";
  }

  @Override
  public Extent usual() {
    return new Extent(1000, 5, 0);
  }

  @Override
  public Runs prepare(Bench bench) {
    Records records = new FlatRecords(bench.options().seed());
    bench.topic(Flat.TOPIC).fill(records, bench.records());
    return number -> {
      Target target = bench.emptyTarget(number);
      LivePipeline pipeline = LivePipeline.start(bench, "refine", Flat.PIPELINE, target, "kafka");
      try (pipeline) {
        pipeline.awaitApplied(bench.records());
      }
      return report(target, pipeline);
    };
  }

  private static Started report(Target target, LivePipeline pipeline) throws SQLException {
    try (Connection connection = target.server().connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(MOMENTS)) {
      row.next();
      Instant committed = instant(row, 3);
      return new Started(
          LedgerBatch.seconds(pipeline.submitted(), instant(row, 1)),
          LedgerBatch.seconds(pipeline.submitted(), instant(row, 2)),
          LedgerBatch.seconds(pipeline.submitted(), committed),
          pipeline.meter().cpuSeconds(pipeline.submitted(), committed),
          pipeline.meter().peaks());
    }
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  /**
   * One start.
   *
   * @param lock seconds until it had the pipeline's lock
   * @param read seconds until it began to read
   * @param commit seconds until the first commit
   * @param cpuSeconds until then
   * @param peakBytes of memory
   */
  record Started(
      double lock,
      double read,
      double commit,
      Map<Part, Double> cpuSeconds,
      Map<Part, Long> peakBytes)
      implements Report {

    @Override
    public List<Figure> figures() {
      return List.of(
          new Figure("lock_seconds", "s from submit to the pipeline's lock", lock),
          new Figure("read_seconds", "s from submit to the first reading", read),
          new Figure("commit_seconds", "s from submit to the first commit", commit),
          new Figure(
              "cpu_seconds",
              "CPU s until then, all processes",
              cpuSeconds.values().stream().mapToDouble(Double::doubleValue).sum()));
    }

    @Override
    public String text() {
      Text text = new Text();
      text.line(
          "startup     %.2f s from submit to the first commit: lock after %.2f s, reading after %.2f s",
          commit, lock, read);
      for (Part part : Part.values()) {
        text.line(
            "  %-12s%6.1f CPU s   peak memory %,.0f MiB",
            part.title(), cpuSeconds.get(part), peakBytes.get(part) / Text.MEBIBYTE);
      }
      return text.toString();
    }

    @Override
    public Map<String, Object> details() {
      Map<String, Object> details = new LinkedHashMap<>();
      details.put("parts", Usage.json(cpuSeconds, peakBytes));
      return details;
    }
  }
}
