package io.assay.postgres.merge;

import io.assay.model.Pipeline;
import io.assay.model.RecordKind;
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

  /**
   * Parents first: a record whose time is over must not be given up for want of a parent that is
   * about to be released, too.
   */
  private static final String HELD =
      """
      select topic, partition, record_offset, (extract(epoch from record_time) * 1000000)::bigint, timestamp_type,
             key, value, header_keys, header_values
      from assay.held
      where pipeline = ? and (%s)
      order by array_position(?, kind), held_at, topic, partition, record_offset
      limit ?
      """;

  private static final String READY = HELD.formatted("ready");
  private static final String DUE = HELD.formatted("ready or deadline <= now()");

  private final String pipeline;
  private final List<String> kinds;

  public LedgerQueries(Pipeline pipeline) {
    this.pipeline = pipeline.name();
    this.kinds = pipeline.kindsParentsFirst().stream().map(RecordKind::name).toList();
  }

  /** Every offset that the pipeline has dealt with. */
  public Map<TopicPartition, OffsetRanges> applied(Connection connection) throws SQLException {
    return new Transaction(connection, List.of())
        .query(APPLIED, PartitionOffsets::read, pipeline).stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Held records whose parent has arrived: parents first, then the longest held. */
  public List<HeldRecord> ready(Connection connection, int limit) throws SQLException {
    return held(connection, READY, limit);
  }

  /** The same, and those whose deadline has passed. */
  public List<HeldRecord> due(Connection connection, int limit) throws SQLException {
    return held(connection, DUE, limit);
  }

  private List<HeldRecord> held(Connection connection, String sql, int limit) throws SQLException {
    Transaction question = new Transaction(connection, List.of());
    return question.query(sql, LedgerQueries::held, pipeline, question.array("text", kinds), limit);
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
