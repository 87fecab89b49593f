package io.assay.postgres.merge;

import io.assay.postgres.BatchSource;
import io.assay.postgres.Coordinates;
import io.assay.postgres.OffsetRanges;
import io.assay.postgres.PendingSilver;
import io.assay.postgres.TopicPartition;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** Which committed batches still lack their silver rows, and which of their records have any. */
public final class SilverLedger {
  /**
   * What a batch held is still held, or is among the offsets of a later batch that took it back: so
   * the offsets of a batch without those are what it decided about. A record is read once and taken
   * back after that, so what is taken back counts against the batch that read it whatever their
   * numbers are: a batch that was folded has the number of the last one.
   */
  private static final String PENDING =
      """
      with pending as (
        select batch_id, source, coalesce(lower(folded), batch_id) as first
        from assay.batch
        where pipeline = ? and not silver
      ),
      waited as (
        select topic, partition, null::bigint as until, int8multirange(int8range(record_offset, record_offset + 1)) as offsets
        from assay.held
        where pipeline = ? and exists (select from pending)
        union all
        select o.topic, o.partition, b.batch_id, o.offsets
        from assay.batch b join assay.batch_offsets o using (batch_id)
        where b.pipeline = ? and b.source = 'held' and b.batch_id > (select min(first) from pending)
      )
      select o.topic, o.partition,
             (o.offsets - coalesce((
               select range_agg(w.offsets)
               from waited w
               where w.topic = o.topic and w.partition = o.partition and w.offsets && o.offsets
                 and (w.until is null or w.until > p.batch_id or p.source in ('lake', 'kafka'))
             ), '{}'))::text,
             p.batch_id, p.source
      from pending p join assay.batch_offsets o using (batch_id)
      order by p.batch_id, o.topic, o.partition
      """;

  private static final String LAST = "select max(batch_id) from assay.batch where pipeline = ?";

  private static final String WRITTEN = "update assay.batch set silver = true where batch_id = ?";

  private static final String REFUSED =
      """
      select topic, partition, record_offset, (extract(epoch from record_time) * 1000000)::bigint
      from assay.quarantine
      where batch_id = ?
      union
      select q.topic, q.partition, q.record_offset, (extract(epoch from q.record_time) * 1000000)::bigint
      from assay.quarantine_change c join assay.quarantine q using (pipeline, topic, partition, record_offset)
      where c.batch_id = ? and c.state = 'open'
      """;

  private final String pipeline;

  public SilverLedger(String pipeline) {
    this.pipeline = pipeline;
  }

  private record PendingPartition(
      long batch, BatchSource source, TopicPartition partition, OffsetRanges offsets) {}

  /** The batches in their order. */
  public List<PendingSilver> pending(Connection connection) throws SQLException {
    Map<Long, List<PendingPartition>> batches = new TreeMap<>();
    new Transaction(connection, List.of())
        .query(
            PENDING,
            row -> {
              Map.Entry<TopicPartition, OffsetRanges> offsets = PartitionOffsets.read(row);
              return new PendingPartition(
                  row.getLong(4),
                  BatchSource.ofLedgerName(row.getString(5)),
                  offsets.getKey(),
                  offsets.getValue());
            },
            pipeline,
            pipeline,
            pipeline)
        .forEach(
            partition ->
                batches.computeIfAbsent(partition.batch(), id -> new ArrayList<>()).add(partition));
    return batches.values().stream().map(SilverLedger::batch).toList();
  }

  /** The last committed batch, whatever became of its silver rows. */
  public OptionalLong lastBatch(Connection connection) throws SQLException {
    return new Transaction(connection, List.of())
        .query(LAST, row -> Optional.ofNullable((Long) row.getObject(1)), pipeline).get(0).stream()
            .mapToLong(Long::longValue)
            .findFirst();
  }

  /** Remembers that a batch has its silver rows. Doing so twice changes nothing. */
  public void written(Connection connection, long batch) throws SQLException {
    new Transaction(connection, List.of()).update(WRITTEN, batch);
  }

  /** The records that the batch quarantined. */
  public Set<Coordinates> refused(Connection connection, long batch) throws SQLException {
    return new HashSet<>(
        new Transaction(connection, List.of())
            .query(
                REFUSED,
                row ->
                    new Coordinates(
                        row.getString(1), row.getInt(2), row.getLong(3), row.getLong(4)),
                batch,
                batch));
  }

  private static PendingSilver batch(List<PendingPartition> partitions) {
    Map<TopicPartition, OffsetRanges> offsets = new LinkedHashMap<>();
    for (PendingPartition partition : partitions) {
      if (!partition.offsets().isEmpty()) {
        offsets.put(partition.partition(), partition.offsets());
      }
    }
    PendingPartition first = partitions.get(0);
    return new PendingSilver(first.batch(), first.source(), offsets);
  }
}
