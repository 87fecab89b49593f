package io.assay.postgres.merge;

import io.assay.postgres.OffsetRanges;
import io.assay.postgres.TopicPartition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Offsets of partitions as parameters and results of statements. */
final class PartitionOffsets {
  /** The parameters as rows {@code r} of topic, partition and offsets. */
  static final String ROWS =
      "(select u.topic, u.partition, u.offsets::int8multirange as offsets from unnest(?, ?, ?) as u (topic, partition, offsets)) r";

  private PartitionOffsets() {}

  /** The three parameters of {@link #ROWS}. */
  static Object[] parameters(Transaction transaction, Map<TopicPartition, OffsetRanges> offsets)
      throws SQLException {
    List<String> topics = new ArrayList<>();
    List<Integer> partitions = new ArrayList<>();
    List<String> ranges = new ArrayList<>();
    for (Map.Entry<TopicPartition, OffsetRanges> entry : new TreeMap<>(offsets).entrySet()) {
      topics.add(entry.getKey().topic());
      partitions.add(entry.getKey().partition());
      ranges.add(entry.getValue().toString());
    }
    return new Object[] {
      transaction.array("text", topics),
      transaction.array("int4", partitions),
      transaction.array("text", ranges)
    };
  }

  /** Topic, partition and offsets (as text), from the first three columns. */
  static Map.Entry<TopicPartition, OffsetRanges> read(ResultSet row) throws SQLException {
    return Map.entry(
        new TopicPartition(row.getString(1), row.getInt(2)), OffsetRanges.parse(row.getString(3)));
  }
}
