package io.assay.postgres.merge;

import io.assay.model.AssayException;
import io.assay.model.Pipeline;
import io.assay.model.RecordKind;
import io.assay.model.Table;
import io.assay.postgres.Identifier;
import io.assay.postgres.OffsetRanges;
import io.assay.postgres.TableOutcome;
import io.assay.postgres.TopicPartition;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code assay.held}: the records of a pipeline that wait for a parent. */
final class WaitingRecords {
  private static final String RELEASE =
      """
      with released as (
        delete from assay.held h using %s
        where h.pipeline = ? and h.topic = r.topic and h.partition = r.partition and h.record_offset <@ r.offsets
        returning h.topic, h.partition, h.record_offset, h.held_at, h.waits_for, h.deadline
      )
      insert into assay_released (topic, partition, record_offset, held_at, waits_for, deadline)
      select topic, partition, record_offset, held_at, waits_for, deadline from released
      """
          .formatted(PartitionOffsets.ROWS);

  private static final String WAITED_FOR =
      "select distinct waits_for from assay.held where pipeline = ? and not ready";

  private static final String WAKE =
      """
      update assay.held h set ready = true
      where h.pipeline = ${pipeline} and h.waits_for = ${name} and not h.ready
        and exists (select from ${target} t where (${key}) = (${waits-key}))
      """;

  private final String pipeline;
  private final Map<String, Sql> wake = new HashMap<>();
  private final boolean holds;

  WaitingRecords(Pipeline pipeline, List<KindTable> tables) {
    this.pipeline = pipeline.name();
    this.holds = pipeline.records().stream().anyMatch(RecordKind::holds);
    tables.forEach(table -> wake.computeIfAbsent(table.table().name(), name -> wakeText(table)));
  }

  /**
   * Takes the records back, into a work table, because the batch decides about them now.
   *
   * @throws AssayException (INTERNAL) if one of them is not there
   */
  void release(Transaction transaction, Map<TopicPartition, OffsetRanges> offsets)
      throws SQLException {
    Object[] rows = PartitionOffsets.parameters(transaction, offsets);
    long released = transaction.update(RELEASE, rows[0], rows[1], rows[2], pipeline);
    long expected = offsets.values().stream().mapToLong(OffsetRanges::size).sum();
    if (released != expected) {
      throw new AssayException(
          AssayException.Kind.INTERNAL,
          "Batch refused: of its %d held records, %d are still held in the pipeline %s. Nothing was applied"
              .formatted(expected, released, pipeline));
    }
  }

  /** Marks the records whose parent is there now. */
  void wake(Transaction transaction, Map<String, TableOutcome> merged) throws SQLException {
    if (!holds) {
      return;
    }
    for (String table : transaction.query(WAITED_FOR, row -> row.getString(1), pipeline)) {
      if (wake.containsKey(table) && merged.getOrDefault(table, TableOutcome.NONE).inserted() > 0) {
        transaction.update(wake.get(table));
      }
    }
  }

  private Sql wakeText(KindTable table) {
    Table definition = table.table();
    return Sql.template(WAKE)
        .with("pipeline", Identifier.literal(pipeline))
        .with("name", Identifier.literal(definition.name()))
        .with("target", table.target())
        .with("key", table.keys("t"))
        .with("waits-key", StubRows.typedKey("h.waits_key", definition))
        .sql();
  }
}
