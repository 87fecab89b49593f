package io.assay.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Flat records of ten columns into one keyed table, with five rules, a sequence and the stamps.
 * Every record becomes a row.
 */
final class Flat implements Workload {
  static final String TABLE = "order_line";

  /** The rows of the records, as an application with Spark's own writer would make them. */
  static final SparkRows ROWS =
      new SparkRows(
          "id bigint, customer string, product string, quantity int, price decimal(10,2), currency string, status string, created_at timestamp, updated_at timestamp, note string",
          List.of(new SparkRows.Table(TABLE, "select * from record")));

  /** The same rows, as Flink SQL would make them. */
  private static final FlinkRows FLINK_ROWS =
      new FlinkRows(
          TABLE,
          "id bigint, customer string, product string, quantity int, price decimal(10,2), currency string, status string, created_at timestamp_ltz(3), updated_at timestamp_ltz(3), note string",
          "id bigint, customer string, product string, quantity int, price decimal(10,2), currency string, status string, created_at timestamp(3), updated_at timestamp(3), note string, primary key (id) not enforced",
          "select id, customer, product, quantity, price, currency, status, cast(created_at as timestamp(3)), cast(updated_at as timestamp(3)), note from record");

  static final Path PIPELINE = Path.of("tests", "bench", "flat.conf");
  static final String TOPIC = "bench-flat";

  @Override
  public String name() {
    return "flat";
  }

  @Override
  public Extent usual() {
    return new Extent(2_000_000, 3, 0);
  }

  @Override
  public Runs prepare(Bench bench) {
    Records records = new FlatRecords(bench.options().seed());
    bench.topic(TOPIC).fill(records, bench.records());
    Throughput throughput = new Throughput(bench, PIPELINE, TOPIC, ROWS, Optional.of(FLINK_ROWS));
    return number -> throughput.measure(bench.emptyTarget(number), records.rows());
  }
}
