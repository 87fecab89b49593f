package io.assay.postgres.merge;

import io.assay.postgres.Batch;
import io.assay.postgres.BatchSource;
import io.assay.postgres.OffsetRanges;
import io.assay.postgres.TableOutcome;
import io.assay.postgres.TopicOutcome;
import io.assay.postgres.TopicPartition;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToLongFunction;

/**
 * Writes a batch to the ledger: its row first, which gives it a number, and what it did in one
 * statement at the end.
 */
final class BatchLedger {
  private static final String BEGIN =
      """
      insert into assay.batch (pipeline, run_id, source, spark_batch_id, started_at, committed_at, silver)
      values (?, ?, ?, ?, ?, now(), ?)
      returning batch_id
      """;

  private static final String FINISH =
      """
      with topics as (
        insert into assay.batch_topic (batch_id, topic, raw, applied, quarantined, filtered, superseded, held, replayed)
        select b.batch_id, t.* from (select ?::bigint as batch_id) b, unnest(?, ?, ?, ?, ?, ?, ?, ?) t
      ),
      tables as (
        insert into assay.batch_table (batch_id, table_name, inserted, updated, deleted)
        select b.batch_id, t.* from (select ?::bigint as batch_id) b, unnest(?, ?, ?, ?) t
      ),
      offsets as (
        insert into assay.batch_offsets (batch_id, topic, partition, offsets)
        select b.batch_id, r.topic, r.partition, r.offsets from (select ?::bigint as batch_id) b, %s
      )%s
      update assay.batch set committed_at = clock_timestamp() where batch_id = ?
      """;

  private static final String READ_NOW =
      FINISH.formatted(PartitionOffsets.ROWS, ",\napplied as (\n" + AppliedOffsets.ADD + ")");

  private static final String READ_BEFORE = FINISH.formatted(PartitionOffsets.ROWS, "");

  private final String pipeline;
  private final UUID runId;
  private final boolean silver;

  /**
   * For one run.
   *
   * @param silver whether the pipeline keeps silver; otherwise there is nothing to be written later
   */
  BatchLedger(String pipeline, UUID runId, boolean silver) {
    this.pipeline = pipeline;
    this.runId = runId;
    this.silver = silver;
  }

  /** Gives the batch its number. */
  long begin(Transaction transaction, Batch batch) throws SQLException {
    return transaction
        .query(
            BEGIN,
            row -> row.getLong(1),
            pipeline,
            runId,
            batch.source().ledgerName(),
            batch.sparkBatchId(),
            OffsetDateTime.ofInstant(batch.startedAt(), ZoneOffset.UTC),
            !silver)
        .get(0);
  }

  /** Writes counts and offsets; what was read now counts as applied from here on. */
  void finish(
      Transaction transaction,
      BatchSource source,
      Map<String, TopicOutcome> topics,
      Map<String, TableOutcome> tables,
      Map<TopicPartition, OffsetRanges> offsets)
      throws SQLException {
    List<Object> parameters = new ArrayList<>();
    parameters.add(transaction.batch());
    parameters.add(transaction.array("text", List.copyOf(topics.keySet())));
    for (ToLongFunction<TopicOutcome> count :
        List.<ToLongFunction<TopicOutcome>>of(
            TopicOutcome::raw,
            TopicOutcome::applied,
            TopicOutcome::quarantined,
            TopicOutcome::filtered,
            TopicOutcome::superseded,
            TopicOutcome::held,
            TopicOutcome::replayed)) {
      parameters.add(counts(transaction, topics.values(), count));
    }
    parameters.add(transaction.batch());
    parameters.add(transaction.array("text", List.copyOf(tables.keySet())));
    for (ToLongFunction<TableOutcome> count :
        List.<ToLongFunction<TableOutcome>>of(
            TableOutcome::inserted, TableOutcome::updated, TableOutcome::deleted)) {
      parameters.add(counts(transaction, tables.values(), count));
    }
    parameters.add(transaction.batch());
    List<Object> rows = List.of(PartitionOffsets.parameters(transaction, offsets));
    parameters.addAll(rows);
    if (!source.isReadBefore()) {
      parameters.add(pipeline);
      parameters.addAll(rows);
    }
    parameters.add(transaction.batch());
    transaction.update(source.isReadBefore() ? READ_BEFORE : READ_NOW, parameters.toArray());
  }

  private static <T> Object counts(
      Transaction transaction, Collection<T> outcomes, ToLongFunction<T> count)
      throws SQLException {
    return transaction.array("int8", outcomes.stream().map(count::applyAsLong).toList());
  }
}
