package io.assay.postgres.merge;

import io.assay.model.Breaker;
import io.assay.model.Pipeline;
import io.assay.model.RecordKind;
import io.assay.postgres.BatchSource;
import io.assay.postgres.Coordinates;
import io.assay.postgres.HeldRecord;
import io.assay.postgres.OffsetRanges;
import io.assay.postgres.TopicPartition;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What refine asks and tells the ledger around its batches. Each method is one statement; nothing
 * is kept.
 */
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

  /** Parents first here, too; what no kind took may be anything now, and comes first. */
  private static final String REQUEUED =
      """
      select topic, partition, record_offset, (extract(epoch from record_time) * 1000000)::bigint
      from assay.quarantine
      where pipeline = ? and state = 'requeued'
      order by array_position(?, kind) nulls first, record_time, topic, partition, record_offset
      limit ?
      """;

  private static final String REOPEN =
      """
      with reopened as (
        update assay.quarantine q set state = 'open'
        from unnest(?, ?, ?) as r (topic, partition, record_offset)
        where q.pipeline = ? and q.state = 'requeued' and %s
        returning q.pipeline, q.topic, q.partition, q.record_offset
      )
      insert into assay.quarantine_change (pipeline, topic, partition, record_offset, state, reason)
      select pipeline, topic, partition, record_offset, 'open', ? from reopened
      """
          .formatted(WorkTables.sameCoordinates("q", "r"));

  private static final String TRIPPED =
      """
      select name, batch_id, raised_at, message
      from assay.alert
      where pipeline = ? and source = 'breaker' and action = 'fail' and reset_at is null and name = any (?)
      order by alert_id
      """;

  private static final String PAUSED =
      "select max(paused_until) from assay.alert where pipeline = ? and action = 'pause' and paused_until > clock_timestamp() and reset_at is null";

  private static final String PAUSING =
      "select distinct name from assay.alert where pipeline = ? and action = 'pause' and paused_until > clock_timestamp() and reset_at is null order by name";

  private static final String STREAM =
      "select spark_batch_id from assay.stream where pipeline = ? and source = ? and stream_id = ?";

  private static final String FINISHED =
      """
      insert into assay.stream (pipeline, source, stream_id, spark_batch_id) values (?, ?, ?, ?)
      on conflict (pipeline, source) do update
      set stream_id = excluded.stream_id, spark_batch_id = excluded.spark_batch_id, finished_at = excluded.finished_at
      """;

  private final String pipeline;
  private final List<String> kinds;
  private final List<String> breakers;

  public LedgerQueries(Pipeline pipeline) {
    this.pipeline = pipeline.name();
    this.kinds = pipeline.kindsParentsFirst().stream().map(RecordKind::name).toList();
    this.breakers = pipeline.breakers().stream().map(Breaker::name).toList();
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

  /** Records in quarantine that somebody wants refined again: parents first, then the oldest. */
  public List<Coordinates> requeued(Connection connection, int limit) throws SQLException {
    Transaction question = new Transaction(connection, List.of());
    return question.query(
        REQUEUED,
        row -> new Coordinates(row.getString(1), row.getInt(2), row.getLong(3), row.getLong(4)),
        pipeline,
        question.array("text", kinds),
        limit);
  }

  /** Lets requeued records be in quarantine as before, and remembers why. */
  public void reopen(Connection connection, Collection<Coordinates> records, String reason)
      throws SQLException {
    Transaction change = new Transaction(connection, List.of());
    change.update(
        REOPEN,
        change.array("text", records.stream().map(Coordinates::topic).toList()),
        change.array("int4", records.stream().map(Coordinates::partition).toList()),
        change.array("int8", records.stream().map(Coordinates::offset).toList()),
        pipeline,
        reason);
  }

  /** The pipeline's breakers that stopped it and that nobody has reset, a sentence each. */
  public List<String> tripped(Connection connection) throws SQLException {
    Transaction question = new Transaction(connection, List.of());
    return question.query(
        TRIPPED,
        row ->
            "%s, with batch %d at %s (%s)"
                .formatted(row.getString(1), row.getLong(2), row.getString(3), row.getString(4)),
        pipeline,
        question.array("text", breakers));
  }

  /** Until when no batch begins; empty if one may now. */
  public Optional<Instant> pausedUntil(Connection connection) throws SQLException {
    return new Transaction(connection, List.of())
        .query(PAUSED, row -> Optional.ofNullable(row.getObject(1, OffsetDateTime.class)), pipeline)
        .get(0)
        .map(OffsetDateTime::toInstant);
  }

  /** The breakers that let no batch begin, by name. */
  public List<String> pausing(Connection connection) throws SQLException {
    return new Transaction(connection, List.of()).query(PAUSING, row -> row.getString(1), pipeline);
  }

  /** Spark's number of the stream's last finished batch; empty if the ledger has none of it. */
  public OptionalLong lastFinished(Connection connection, BatchSource source, UUID stream)
      throws SQLException {
    return new Transaction(connection, List.of())
        .query(STREAM, row -> row.getLong(1), pipeline, source.ledgerName(), stream).stream()
            .mapToLong(Long::longValue)
            .findFirst();
  }

  /** Remembers that all records of a stream up to the end of the batch are dealt with. */
  public void finished(Connection connection, BatchSource source, UUID stream, long sparkBatch)
      throws SQLException {
    new Transaction(connection, List.of())
        .update(FINISHED, pipeline, source.ledgerName(), stream, sparkBatch);
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
