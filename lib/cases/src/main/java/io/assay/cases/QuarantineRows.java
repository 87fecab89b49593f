package io.assay.cases;

import io.assay.model.cases.Expectation.Refused;
import io.assay.model.cases.RecordPlace;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The records in quarantine, compared with those that are expected. */
final class QuarantineRows {
  private static final String RECORDS =
      """
      select q.topic, q.partition, q.record_offset, f.rule
      from assay.quarantine q left join assay.finding f using (pipeline, topic, partition, record_offset)
      where q.pipeline = ? and q.state = 'open'
      order by 1, 2, 3, 4
      """;

  private final Connection connection;
  private final String pipeline;

  QuarantineRows(Connection connection, String pipeline) {
    this.connection = connection;
    this.pipeline = pipeline;
  }

  List<String> differences(List<Refused> expected) throws SQLException {
    Map<RecordPlace, TreeSet<String>> there = read();
    List<String> differences = new ArrayList<>();
    for (Refused refused : expected) {
      TreeSet<String> rules = there.remove(refused.place());
      if (rules == null) {
        differences.add("quarantine: %s is not in it".formatted(refused.place()));
      } else if (!rules.equals(new TreeSet<>(refused.rules()))) {
        differences.add(
            "quarantine: %s fails %s, expected %s"
                .formatted(refused.place(), rules, new TreeSet<>(refused.rules())));
      }
    }
    there.forEach(
        (place, rules) ->
            differences.add(
                "quarantine: %s is in it, which is not expected: it fails %s"
                    .formatted(place, rules)));
    return differences;
  }

  private Map<RecordPlace, TreeSet<String>> read() throws SQLException {
    Map<RecordPlace, TreeSet<String>> records = new LinkedHashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(RECORDS)) {
      statement.setString(1, pipeline);
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          RecordPlace place =
              new RecordPlace(result.getString(1), result.getInt(2), result.getLong(3));
          TreeSet<String> rules = records.computeIfAbsent(place, any -> new TreeSet<>());
          if (result.getString(4) != null) {
            rules.add(result.getString(4));
          }
        }
      }
    }
    return records;
  }
}
