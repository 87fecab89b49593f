package io.assay.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * Orders with three lines on average, and two dimensions, customers and products: about four rows
 * of each record, and four tables whose foreign keys are checked. At the end each table has exactly
 * the rows that the orders make.
 */
final class Nested implements Workload {
  private static final Path PIPELINE = Path.of("tests", "bench", "nested.conf");
  private static final String TOPIC = "bench-nested";

  /** The rows of the orders, as an application with Spark's own writer would make them. */
  private static final SparkRows ROWS =
      new SparkRows(
          "id bigint, customer struct<id string, name string, country string>, currency string, status string, total decimal(12,2), created_at timestamp, updated_at timestamp, lines array<struct<position int, product struct<sku string, name string>, quantity int, price decimal(10,2)>>",
          List.of(
              new SparkRows.Table(
                  "orders",
                  "select id, customer.id as customer, currency, status, total, created_at, updated_at from record"),
              new SparkRows.Table(
                  "line",
                  "select id as order_id, line.position, line.product.sku as product, line.quantity, line.price from (select id, explode(lines) as line from record)"),
              new SparkRows.Table(
                  "customer",
                  "select customer.id, first(customer.name) as name, first(customer.country) as country from record group by customer.id"),
              new SparkRows.Table(
                  "product",
                  "select product.sku, first(product.name) as name from (select explode(lines.product) as product from record) group by product.sku")));

  @Override
  public String name() {
    return "nested";
  }

  @Override
  public Extent usual() {
    return new Extent(400_000, 3, 0);
  }

  @Override
  public Runs prepare(Bench bench) {
    Records records = new NestedRecords(bench.options().seed());
    bench.topic(TOPIC).fill(records, bench.records());
    Throughput throughput = new Throughput(bench, PIPELINE, TOPIC, ROWS);
    return number -> throughput.measure(bench.emptyTarget(number), records.rows());
  }
}
