package io.assay.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * The records of {@link Flat}, sent one by one at a steady rate while land and refine run in one
 * application; once with refine from Kafka, once from the lake. A record's latency is the time from
 * its Kafka timestamp, which the producer gives it, to the {@code committed_at} of the batch that
 * its row names. At the end every record is in the table.
 */
final class Latency implements Workload {
  private static final int RECORDS_PER_SECOND = 200;

  /** Of the time that is measured, so much before it, for the JVM to compile. */
  private static final double WARM_UP = 0.25;

  private static final String PERCENTILES =
      """
      select count(*), percentile_cont(array[0.5, 0.95, 0.99, 1]) within group (order by milliseconds)
      from (
        select extract(epoch from b.committed_at - t.assay_time)::float8 * 1000 as milliseconds
        from order_line t join assay.batch b on b.batch_id = t.assay_batch
        where t.assay_time >= ?) r""";

  @Override
  public String name() {
    return "latency";
  }

  @Override
  public Extent usual() {
    return new Extent(1000, 1, 120);
  }

  @Override
  public Runs prepare(Bench bench) {
    Topic topic = bench.topic(Flat.TOPIC);
    Records records = new FlatRecords(bench.options().seed());
    topic.fill(records, bench.records());
    return number -> {
      List<LatencyReport.Measured> measured = new ArrayList<>();
      for (String source : List.of("kafka", "lake")) {
        Target target = bench.emptyTarget("run" + number + "_" + source);
        measured.add(measure(bench, target, source, topic, records));
      }
      return new LatencyReport(RECORDS_PER_SECOND, measured);
    };
  }

  private static LatencyReport.Measured measure(
      Bench bench, Target target, String source, Topic topic, Records records) throws SQLException {
    LivePipeline pipeline = LivePipeline.start(bench, "run", Flat.PIPELINE, target, source);
    long count = (long) bench.seconds() * RECORDS_PER_SECOND;
    Instant from;
    Instant to;
    Duration late;
    try (pipeline) {
      pipeline.awaitApplied(sent(records));
      topic.send(records, Math.round(count * WARM_UP), RECORDS_PER_SECOND);
      from = Instant.now();
      late = topic.send(records, count, RECORDS_PER_SECOND);
      to = Instant.now();
      pipeline.awaitApplied(sent(records));
    }
    List<Double> milliseconds = percentiles(target, from, count);
    return new LatencyReport.Measured(
        source,
        count,
        milliseconds,
        late,
        LedgerBatch.seconds(from, to),
        pipeline.meter().cpuSeconds(from, to),
        pipeline.meter().peaks());
  }

  private static long sent(Records records) {
    return records.rows().get(Flat.TABLE);
  }

  private static List<Double> percentiles(Target target, Instant from, long expected)
      throws SQLException {
    try (Connection connection = target.server().connect();
        PreparedStatement statement = connection.prepareStatement(PERCENTILES)) {
      // Kafka's timestamps are cut off to milliseconds
      statement.setObject(
          1, OffsetDateTime.ofInstant(Instant.ofEpochMilli(from.toEpochMilli()), ZoneOffset.UTC));
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        if (row.getLong(1) != expected) {
          throw new BenchException(
              "%d records were sent while it was measured, and the table has %d of that time"
                  .formatted(expected, row.getLong(1)));
        }
        return List.of((Double[]) row.getArray(2).getArray());
      }
    }
  }
}
