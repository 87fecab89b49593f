package io.assay.postgres.merge;

import io.assay.model.AssayException;
import io.assay.postgres.Identifier;
import io.assay.postgres.OffsetRanges;
import io.assay.postgres.TopicPartition;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Records in {@code assay.quarantine} that somebody wants refined again: taken when a batch of them
 * begins, settled when it ends. What the batch refuses once more stays open; the rest is resolved,
 * with its outcome.
 */
final class RequeuedRecords {
  private static final String TAKE =
      """
      with taken as (
        select q.topic, q.partition, q.record_offset
        from assay.quarantine q join %s on q.topic = r.topic and q.partition = r.partition
        where q.pipeline = ? and q.state = 'requeued' and q.record_offset <@ r.offsets
        for update of q
      )
      insert into assay_requeued (topic, partition, record_offset)
      select topic, partition, record_offset from taken
      """
          .formatted(PartitionOffsets.ROWS);

  /** A staged record is applied if its root row is there, or the memory of its deletion. */
  private static final String STAGED =
      """
      update assay_requeued r set outcome = case
        when exists (select from ${target} t where ${same-key} and ${is-row}) then 'applied'
        when ${is-deletion} then 'applied'
        else 'superseded' end
      from ${staging} s
      where ${of-batch} and ${same-record}
      """;

  private static final String DELETED =
      """
      exists (select from ${ledger} d where ${of-table} and d.batch_id = ${batch} and ${same-deletion})""";

  private static final String HELD =
      """
      update assay_requeued r set outcome = 'held'
      from assay_refused f
      where f.fate = 'held' and ${same-record}
      """;

  private static final String SETTLE =
      """
      with settled as (
        update assay.quarantine q
        set state = 'resolved', outcome = coalesce(r.outcome, 'filtered'), last_batch_id = ${batch}
        from assay_requeued r
        where q.pipeline = ${pipeline} and ${same-record} and q.last_batch_id <> ${batch}
        returning q.topic, q.partition, q.record_offset, q.outcome
      )
      insert into assay.quarantine_change (pipeline, topic, partition, record_offset, state, batch_id, pipeline_version, reason)
      select ${pipeline}, topic, partition, record_offset, 'resolved', ${batch}, ${version}, outcome from settled
      """;

  private final String pipeline;
  private final List<Sql> outcomes = new ArrayList<>();
  private final Sql settle;

  /**
   * For one run.
   *
   * @param tables every table as every kind fills it
   */
  RequeuedRecords(String pipeline, String version, List<KindTable> tables) {
    this.pipeline = pipeline;
    tables.stream().filter(KindTable::root).forEach(root -> outcomes.add(staged(root)));
    outcomes.add(
        Sql.template(HELD).with("same-record", WorkTables.sameCoordinates("f", "r")).sql());
    this.settle =
        Sql.template(SETTLE)
            .with("pipeline", Identifier.literal(pipeline))
            .with("version", Identifier.literal(version))
            .with("same-record", WorkTables.sameCoordinates("q", "r"))
            .sql();
  }

  /**
   * Takes the records into a work table, because the batch decides about them now.
   *
   * @throws AssayException (INTERNAL) if one of them is not requeued
   */
  void take(Transaction transaction, Map<TopicPartition, OffsetRanges> offsets)
      throws SQLException {
    Object[] rows = PartitionOffsets.parameters(transaction, offsets);
    long taken = transaction.update(TAKE, rows[0], rows[1], rows[2], pipeline);
    long expected = offsets.values().stream().mapToLong(OffsetRanges::size).sum();
    if (taken != expected) {
      throw new AssayException(
          AssayException.Kind.INTERNAL,
          "Batch refused: of its %d requeued records, %d are still requeued in the pipeline %s. Nothing was applied"
              .formatted(expected, taken, pipeline));
    }
  }

  /** Resolves what the batch did not refuse; runs when everything else is decided. */
  void settle(Transaction transaction) throws SQLException {
    for (Sql outcome : outcomes) {
      transaction.update(outcome);
    }
    transaction.update(settle);
  }

  private Sql staged(KindTable root) {
    boolean history = root.table().hasHistory();
    String deleted =
        root.remembers() || (history && root.deletes())
            ? Sql.template(DELETED)
                .with("ledger", history ? "assay.history_end" : "assay.deleted")
                .with("of-table", DeletionMemory.of("d", pipeline, root.table().name()))
                .with("same-deletion", WorkTables.sameCoordinates("d", "r"))
                .sql()
                .toString()
            : "false";
    return Sql.template(STAGED)
        .with("target", root.target())
        .with("same-key", root.sameKey("t", "s"))
        .with("is-row", Version.stored("t", 0).sameRecord(Version.staged("s", 0)))
        .with("is-deletion", deleted)
        .with("staging", root.staging())
        .with("of-batch", KindTable.ofBatch("s"))
        .with("same-record", WorkTables.sameRecord("r", "s"))
        .sql();
  }
}
