package io.assay.cases;

import io.assay.model.Pipeline;
import io.assay.model.cases.Expectation;
import io.assay.postgres.report.LedgerReport;
import io.assay.postgres.report.TopicTotals;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares what is in a database with what a case expects. */
final class Differences {
  private final Connection connection;
  private final String schema;
  private final Pipeline pipeline;
  private final List<String> differences = new ArrayList<>();

  Differences(Connection connection, String schema, Pipeline pipeline) {
    this.connection = connection;
    this.schema = schema;
    this.pipeline = pipeline;
  }

  List<String> from(Expectation expected) throws SQLException {
    for (Map.Entry<String, List<Map<String, Optional<String>>>> table :
        expected.tables().entrySet()) {
      TableRows rows = TableRows.read(connection, schema, table.getKey());
      differences.addAll(rows.differences(table.getValue()));
    }
    if (expected.quarantine().isPresent()) {
      differences.addAll(
          new QuarantineRows(connection, pipeline.name()).differences(expected.quarantine().get()));
    }
    counts(expected.counts());
    return differences;
  }

  private void counts(Map<String, Long> expected) throws SQLException {
    TopicTotals all =
        new LedgerReport(connection, pipeline.name())
            .topics().stream().reduce(new TopicTotals("all", 0, 0, 0, 0, 0, 0), TopicTotals::plus);
    expected.forEach((name, count) -> count(name, count, all));
  }

  private void count(String name, long expected, TopicTotals all) {
    long there =
        switch (name) {
          case "raw" -> all.raw();
          case "applied" -> all.applied();
          case "quarantined" -> all.quarantined();
          case "filtered" -> all.filtered();
          case "superseded" -> all.superseded();
          default -> all.held();
        };
    if (there != expected) {
      differences.add("counts: %s is %d, expected %d".formatted(name, there, expected));
    }
  }
}
