package io.assay.flow.refine;

import io.assay.engine.CompiledRefinement;
import io.assay.flow.refine.RefineOptions.End;
import io.assay.model.AssayException;
import io.assay.model.Pipeline;
import io.assay.postgres.Batch;
import io.assay.postgres.BatchSource;
import io.assay.postgres.HeldRecord;
import io.assay.postgres.PipelineDatabase;
import io.assay.postgres.TaskSummary;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies one micro-batch: stages its records from the executors, commits them in one transaction,
 * and then releases the held records that no longer have to wait. Calling it again with records
 * that were applied before, in whatever batch, changes nothing. Methods may be called from several
 * threads; one does its work at a time.
 */
public final class RefineBatch implements VoidFunction2<Dataset<Row>, Long> {
  private static final Logger LOG = LoggerFactory.getLogger(RefineBatch.class);

  private static final int MOST_RELEASED = 20_000;
  private static final long NO_BATCH = -1;

  private final Pipeline pipeline;
  private final PipelineDatabase database;
  private final BatchSource source;
  private final End end;
  private final Retries retries;
  private final BatchListener listener;
  private CompiledRefinement refinement;

  public RefineBatch(
      Pipeline pipeline,
      PipelineDatabase database,
      BatchSource source,
      End end,
      Retries retries,
      BatchListener listener) {
    this.pipeline = pipeline;
    this.database = database;
    this.source = source;
    this.end = end;
    this.retries = retries;
    this.listener = listener;
  }

  @Override
  public synchronized void call(Dataset<Row> records, Long sparkBatchId)
      throws InterruptedException {
    withRetries(() -> apply(source, records, sparkBatchId));
    release(
        end == End.CAUGHT_UP ? database::readyHeld : database::dueHeld,
        records.sparkSession(),
        sparkBatchId);
  }

  /**
   * Releases what became due while no batch ran, such as held records whose deadline has passed.
   */
  public synchronized void releaseHeld(SparkSession session) throws InterruptedException {
    release(database::dueHeld, session, NO_BATCH);
  }

  /** Releases until nothing is left: a record that is applied may be what another one waits for. */
  private void release(IntFunction<List<HeldRecord>> due, SparkSession session, long sparkBatchId)
      throws InterruptedException {
    AtomicBoolean any = new AtomicBoolean(true);
    while (any.get()) {
      withRetries(
          () -> {
            List<HeldRecord> held = due.apply(MOST_RELEASED);
            any.set(!held.isEmpty());
            if (any.get()) {
              apply(BatchSource.HELD, HeldRecords.dataset(session, held), sparkBatchId);
            }
          });
    }
  }

  /**
   * Tries again while the environment fails. Whatever the attempt before has committed, the next
   * one finds out.
   */
  private void withRetries(Runnable work) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        work.run();
        return;
      } catch (RuntimeException e) {
        if (!retries.again(e, attempt)) {
          throw e;
        }
        LOG.warn("Attempt {} of {} failed: {}", attempt, retries.attempts(), message(e));
        retries.pause(attempt);
        recover();
      }
    }
  }

  /**
   * After a failure: the connection, the lock and the staging tables may be gone, or staging holds
   * what the failed attempt left.
   */
  private void recover() {
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

  private void apply(BatchSource from, Dataset<Row> records, long sparkBatchId) {
    Instant startedAt = Instant.now();
    AppliedOffsets applied =
        from == BatchSource.HELD ? AppliedOffsets.none() : new AppliedOffsets(database.applied());
    List<StagedTask> tasks =
        new StageRecords(pipeline, compiled(records.sparkSession()), applied, database.staging())
            .run(records);
    List<String> failures = tasks.stream().flatMap(task -> task.failures().stream()).toList();
    if (!failures.isEmpty()) {
      database.discardStaging();
      throw new AssayException(
          AssayException.Kind.DATA,
          "Batch refused: "
              + String.join("; ", failures)
              + ". A rule of severity fail stops the pipeline; nothing of the batch was applied."
              + " Correct the data at its source or lower the rule's severity.");
    }
    if (tasks.stream().allMatch(task -> task.summary().offsets().isEmpty())) {
      return;
    }
    List<TaskSummary> summaries = tasks.stream().map(StagedTask::summary).toList();
    listener.committed(from, database.commit(new Batch(from, sparkBatchId, startedAt, summaries)));
  }

  private CompiledRefinement compiled(SparkSession session) {
    if (refinement == null || !refinement.isTimeless()) {
      refinement = CompiledRefinement.of(session, pipeline, StageRecords.columns(pipeline));
    }
    return refinement;
  }

  private static String message(RuntimeException failure) {
    return Retries.understood(failure).map(Throwable::getMessage).orElse(failure.toString());
  }
}
