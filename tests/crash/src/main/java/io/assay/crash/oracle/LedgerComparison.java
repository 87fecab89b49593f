package io.assay.crash.oracle;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The quarantine, the counts and the offsets of a pipeline beside what they must be. */
record LedgerComparison(Connection connection, String pipeline, Differences differences) {
  private static final String QUARANTINE =
      """
      select q.topic || '/' || q.partition || '/' || q.record_offset, f.rule
      from assay.quarantine q
      left join assay.finding f on f.pipeline = q.pipeline and f.topic = q.topic and f.partition = q.partition
        and f.record_offset = q.record_offset and f.severity = 'reject'
      where q.pipeline = ? and q.state = 'open'
      """;

  private static final String COUNTS =
      """
      select coalesce(sum(raw), 0), coalesce(sum(quarantined), 0), coalesce(sum(filtered), 0), coalesce(sum(applied + superseded), 0),
        coalesce(sum(held), 0), count(*) filter (where raw <> applied + quarantined + filtered + superseded + held)
      from assay.batch_topic join assay.batch using (batch_id)
      where pipeline = ?
      """;

  private static final String APPLIED =
      "select partition, offsets::text from assay.applied where pipeline = ?";

  void compare(Oracle oracle) throws SQLException {
    compareQuarantine(oracle.quarantined());
    compareCounts(oracle);
    compareOffsets(oracle.raw().ends());
  }

  private void compareQuarantine(Map<String, String> expected) throws SQLException {
    Map<String, List<String>> found = new TreeMap<>();
    try (PreparedStatement statement = connection.prepareStatement(QUARANTINE)) {
      statement.setString(1, pipeline);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          found.computeIfAbsent(row.getString(1), at -> new ArrayList<>()).add(row.getString(2));
        }
      }
    }
    expected.forEach(
        (at, rule) -> {
          List<String> rules = found.remove(at);
          if (rules == null) {
            differences.lost(1, "quarantine: %s (%s) is not there".formatted(at, rule));
          } else if (!rules.contains(rule)) {
            differences.different(
                "quarantine: %s failed %s instead of %s".formatted(at, rules, rule));
          } else if (rules.stream().distinct().count() < rules.size()) {
            differences.duplicated(1, "findings: %s failed %s".formatted(at, rules));
          }
        });
    found.forEach(
        (at, rules) ->
            differences.different("quarantine: %s must not be there: %s".formatted(at, rules)));
  }

  private void compareCounts(Oracle oracle) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(COUNTS)) {
      statement.setString(1, pipeline);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        long quarantined = oracle.quarantined().size();
        String ledger = "ledger of " + pipeline;
        differences.count(ledger + ", raw", oracle.records(), row.getLong(1));
        differences.count(ledger + ", quarantined", quarantined, row.getLong(2));
        differences.count(ledger + ", filtered", oracle.filtered(), row.getLong(3));
        differences.count(
            ledger + ", applied and superseded",
            oracle.records() - quarantined - oracle.filtered(),
            row.getLong(4));
        differences.count(ledger + ", held", 0, row.getLong(5));
        differences.count(ledger + ", batches that do not add up", 0, row.getLong(6));
      }
    }
  }

  private void compareOffsets(Map<Integer, Long> ends) throws SQLException {
    Map<Integer, String> applied = new TreeMap<>();
    try (PreparedStatement statement = connection.prepareStatement(APPLIED)) {
      statement.setString(1, pipeline);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          applied.put(row.getInt(1), row.getString(2));
        }
      }
    }
    ends.forEach(
        (partition, end) -> {
          String wanted = "{[0,%d)}".formatted(end);
          if (!wanted.equals(applied.get(partition))) {
            differences.different(
                "applied offsets of %s, partition %d: %s instead of %s"
                    .formatted(pipeline, partition, applied.get(partition), wanted));
          }
        });
  }
}
