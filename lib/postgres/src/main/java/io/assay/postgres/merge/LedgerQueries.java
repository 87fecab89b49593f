package io.assay.postgres.merge;

import io.assay.postgres.Coordinates;
import io.assay.postgres.HeldRecord;
import io.assay.postgres.OffsetRanges;
import io.assay.postgres.TopicPartition;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What refine asks the ledger before it reads. Each method is one statement; nothing is kept. */
public final class LedgerQueries {
  private static final String APPLIED =
      "select topic, partition, offsets::text from assay.applied where pipeline = ?";

  private static final String DUE =
      """
      select topic, partition, record_offset, (extract(epoch from record_time) * 1000000)::bigint, timestamp_type,
             key, value, header_keys, header_values
      from assay.held
      where pipeline = ? and (ready or deadline <= now())
      order by held_at, topic, partition, record_offset
      limit ?
      """;

  private final String pipeline;

  public LedgerQueries(String pipeline) {
    this.pipeline = pipeline;
  }

  /** Every offset that the pipeline has dealt with. */
  public Map<TopicPartition, OffsetRanges> applied(Connection connection) throws SQLException {
    return new Transaction(connection, List.of())
        .query(APPLIED, PartitionOffsets::read, pipeline).stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Held records whose parent has arrived or whose deadline has passed, the longest held first. */
  public List<HeldRecord> due(Connection connection, int limit) throws SQLException {
    return new Transaction(connection, List.of()).query(DUE, LedgerQueries::held, pipeline, limit);
  }

  private static HeldRecord held(ResultSet row) throws SQLException {
    return new HeldRecord(
        new Coordinates(row.getString(1), row.getInt(2), row.getLong(3), row.getLong(4)),
        row.getInt(5),
        row.getBytes(6),
        row.getBytes(7),
        List.of((String[]) row.getArray(8).getArray()),
        Arrays.asList((byte[][]) row.getArray(9).getArray()));
  }
}
