package io.assay.flow.refine;

import io.assay.model.AssayException;
import io.assay.postgres.BatchSource;
import io.assay.postgres.CommittedBatch;
import io.assay.postgres.PipelineDatabase;
import io.assay.postgres.RowsMissing;
import io.assay.postgres.staging.StagedRows;
import io.assay.postgres.staging.StagingArea;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stages records and commits them. Of the two areas of staging, one is free to be filled; the other
 * may hold a batch that is being merged. Not thread-safe, but for {@link #merge}.
 */
final class BatchApplier {
  private static final Logger LOG = LoggerFactory.getLogger(BatchApplier.class);

  private final PipelineDatabase database;
  private final BatchStaging staging;
  private final LedgerOffsets ledger;
  private final BatchListener listener;
  private final AlertReaction alerts;
  private StagingArea free = StagingArea.FIRST;
  private int emptied;

  BatchApplier(
      PipelineDatabase database,
      BatchStaging staging,
      BatchListener listener,
      AlertReaction alerts) {
    this.database = database;
    this.staging = staging;
    this.ledger = new LedgerOffsets(database, listener);
    this.listener = listener;
    this.alerts = alerts;
  }

  /** Stages records, and commits them. */
  void apply(BatchSource from, Dataset<Row> records, long sparkBatchId) {
    commit(from, records, sparkBatchId, stage(from, records));
  }

  /** The same, after {@link RowsMissing}. Nothing may be being merged. */
  void applyInFull(BatchSource from, Dataset<Row> records, long sparkBatchId) {
    LOG.info("A record is refused: all rows of the batch {} are staged", sparkBatchId);
    staging.stageAllRows();
    discard();
    apply(from, records, sparkBatchId);
  }

  /**
   * Stages records in the free area.
   *
   * @throws AssayException (DATA) if a rule of severity {@code fail} found something
   */
  Staged stage(BatchSource from, Dataset<Row> records) {
    Staged staged = staged(from, records);
    while (staging.learn(staged.tasks())) {
      emptied++;
      staged = staged(from, records);
    }
    return requireNoneFails(staged);
  }

  private Staged staged(BatchSource from, Dataset<Row> records) {
    return staged(records, from.isReadBefore() ? AppliedOffsets.none() : ledger.applied());
  }

  private Staged staged(Dataset<Row> records, AppliedOffsets applied) {
    Instant startedAt = Instant.now();
    StagedRows rows = staging.rows();
    return new Staged(startedAt, staging.stage(records, applied, rows, free), rows, free, emptied);
  }

  /**
   * Stages records while the batch before is merged.
   *
   * @return empty if they have to be staged after it; whatever the reason, it shows again then
   */
  Optional<Staged> stageAhead(Dataset<Row> records, Staged merging) {
    try {
      Staged staged = staged(records, ledger.appliedWith(merging.tasks()));
      return staging.wantsColumns(staged.tasks()) ? Optional.empty() : Optional.of(staged);
    } catch (RuntimeException e) {
      LOG.debug("To be staged again, after the batch before", e);
      return Optional.empty();
    }
  }

  /** What was staged ahead, if it is still there. */
  Optional<Staged> stillStaged(Optional<Staged> ahead) {
    return ahead
        .filter(staged -> staged.emptied() == emptied)
        .filter(staged -> !staging.learn(staged.tasks()))
        .map(this::requireNoneFails);
  }

  private Staged requireNoneFails(Staged staged) {
    List<String> failures =
        staged.tasks().stream().flatMap(task -> task.failures().stream()).toList();
    if (!failures.isEmpty()) {
      discard();
      throw new AssayException(
          AssayException.Kind.DATA,
          "Batch refused: "
              + String.join("; ", failures)
              + ". A rule of severity fail stops the pipeline; nothing of the batch was applied."
              + " Correct the data at its source or lower the rule's severity.");
    }
    return staged;
  }

  /**
   * Commits what is staged, and tells.
   *
   * @param records to be staged again if it turns out that all rows are needed
   */
  void commit(BatchSource from, Dataset<Row> records, long sparkBatchId, Staged staged) {
    if (staged.isEmpty()) {
      // The connection may have been lost at the very commit of a batch that trips a breaker.
      database.requireNoneTripped();
      return;
    }
    CommittedBatch batch;
    try {
      batch = merge(from, sparkBatchId, staged);
    } catch (RowsMissing e) {
      applyInFull(from, records, sparkBatchId);
      return;
    }
    committed(from, batch);
  }

  /**
   * Commits what is staged, and no more. Until it has returned, nothing else may be committed.
   *
   * @throws RowsMissing if it has to be applied in full
   */
  CommittedBatch merge(BatchSource from, long sparkBatchId, Staged staged) {
    return database.commit(staged.batch(from, sparkBatchId), staged.area());
  }

  /** From now on the other area is free. */
  void turn() {
    free = free.other();
  }

  /** Tells of a batch that is committed. */
  void committed(BatchSource from, CommittedBatch batch) {
    ledger.add(batch.offsets());
    staging.committed();
    listener.committed(from, batch);
    alerts.react(batch);
  }

  /** Empties staging. Nothing may be being merged. */
  void discard() {
    emptied++;
    database.discardStaging();
  }

  /**
   * After a failure: the connection, the lock and the staging tables may be gone, or staging holds
   * what the failed attempt left.
   */
  void recover() {
    emptied++;
    ledger.forget();
    try {
      if (database.isConnected()) {
        database.discardStaging();
      } else {
        database.reconnect();
      }
    } catch (AssayException e) {
      if (e.kind() != AssayException.Kind.EXTERNAL) {
        throw e;
      }
      LOG.warn("Not yet back: {}", e.getMessage());
    }
  }
}
