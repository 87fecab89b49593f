package io.assay.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The records of {@link Flat}, on a table that has as many rows already: every second record
 * changes one of them, each another one, and in no order. At the end the table has half as many
 * rows more, and the ledger as many changed ones.
 */
final class Updates implements Workload {

  @Override
  public String name() {
    return "updates";
  }

  @Override
  public Extent usual() {
    return new Extent(2_000_000, 3, 0);
  }

  @Override
  public Runs prepare(Bench bench) {
    long stored = bench.records();
    UpdateRecords records = new UpdateRecords(bench.options().seed(), stored);
    bench.topic(Flat.TOPIC).fill(records, bench.records());
    Throughput throughput = new Throughput(bench, Flat.PIPELINE, Flat.TOPIC, Flat.ROWS);
    return number -> {
      Target target = bench.emptyTarget(number);
      new StoredRows(target).store(stored);
      ThroughputReport report = throughput.measure(target, records.rows());
      requireChanged(target, records.changed());
      return report;
    };
  }

  private static void requireChanged(Target target, long expected) throws SQLException {
    try (Connection connection = target.server().connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("select coalesce(sum(updated), 0) from assay.batch_table")) {
      row.next();
      if (row.getLong(1) != expected) {
        throw new BenchException(
            "The ledger has %d changed rows; the records change %d"
                .formatted(row.getLong(1), expected));
      }
    }
  }
}
