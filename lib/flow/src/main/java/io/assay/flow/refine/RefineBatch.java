package io.assay.flow.refine;

import io.assay.flow.refine.RefineOptions.End;
import io.assay.flow.retry.EnvironmentFailures;
import io.assay.flow.retry.RetriedWork;
import io.assay.flow.retry.Retries;
import io.assay.flow.retry.RetryWaits;
import io.assay.lake.RawTable;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import io.assay.postgres.BatchSource;
import io.assay.postgres.CommittedBatch;
import io.assay.postgres.PipelineDatabase;
import io.assay.postgres.RowsMissing;
import io.assay.runtime.log.BackgroundThreads;
import io.assay.runtime.log.LogContext;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies micro-batches: stages the records of each from the executors, commits them in one
 * transaction, and then releases the held records that no longer have to wait. Calling it again
 * with records that were applied before, in whatever batch, changes nothing.
 *
 * <p>A large batch is merged in the background while the next one is staged, so that a stream that
 * catches up is bound by the slower of the two, not by their sum. Everything else comes one after
 * the other, and so does all of it after a failure. Spark's checkpoint may be one batch ahead of
 * the ledger then; see {@link KeptCheckpoint}.
 *
 * <p>Methods may be called from several threads; one does its work at a time.
 */
public final class RefineBatch implements VoidFunction2<Dataset<Row>, Long>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RefineBatch.class);

  /** From so many records on, a batch is taken for one of many that wait. */
  static final long LARGE = 20_000;

  private static final long NO_BATCH = -1;

  /** A pause may be ended at any time. */
  private static final long PAUSE_POLL_MILLIS = 500;

  private final String pipeline;
  private final PipelineDatabase database;
  private final BatchSource source;
  private final End end;
  private final AlertReaction alerts;
  private final StreamContinuity continuity;
  private final BatchApplier applier;
  private final RetryWaits waits = new RetryWaits();
  private final RetriedWork retried;
  private final FollowUp followUp;
  private final ExecutorService background =
      Executors.newCachedThreadPool(new BackgroundThreads("assay-merge"));
  private Runnable stop = () -> {};
  private Runnable succeeded = () -> {};
  private MergingBatch merging;
  private RuntimeException failure;
  private volatile boolean failedForGood;

  /**
   * Batches of one run, by the definition that the database works by.
   *
   * @param registry where the schemas of Avro data are
   * @param raw where records that were in quarantine are read again
   */
  public RefineBatch(
      PipelineDatabase database,
      Optional<Environment.Registry> registry,
      RawTable raw,
      BatchSource source,
      End end,
      Retries retries,
      BatchListener listener) {
    this(
        database,
        registry,
        raw,
        source,
        end,
        retries,
        EnvironmentFailures.ofLake(raw.path()),
        listener);
  }

  /**
   * The same.
   *
   * @param failures tells what a failure of the source means
   */
  RefineBatch(
      PipelineDatabase database,
      Optional<Environment.Registry> registry,
      RawTable raw,
      BatchSource source,
      End end,
      Retries retries,
      EnvironmentFailures failures,
      BatchListener listener) {
    Pipeline definition = database.pipeline();
    this.pipeline = definition.name();
    this.database = database;
    this.source = source;
    this.end = end;
    this.alerts = new AlertReaction(definition, database, listener);
    this.continuity = new StreamContinuity(database, source);
    this.applier =
        new BatchApplier(
            database, new BatchStaging(definition, registry, database, failures), listener, alerts);
    this.retried = new RetriedWork(retries, waits, failures, applier::recover);
    this.followUp = new FollowUp(applier, new RequeuedRecords(database, raw), retried);
  }

  /**
   * Says how the stream is stopped if a batch fails in the background, where no later one may come
   * to be told. {@link #close()} then throws the failure.
   */
  void onFailure(Runnable stop) {
    boolean failed;
    synchronized (this) {
      this.stop = stop;
      failed = failure != null; // the stream ran before we were told
    }
    if (failed) {
      stop.run();
    }
  }

  /** Where the batches of the run wait before another attempt. */
  RetryWaits waits() {
    return waits;
  }

  /** Says what is to be done after each batch of the stream. */
  synchronized void onSuccess(Runnable succeeded) {
    this.succeeded = succeeded;
  }

  /**
   * Whether a batch has failed and its attempts are used up. Otherwise a stream that ends has
   * failed outside of its batches, and may be started again.
   */
  boolean hasFailedForGood() {
    return failedForGood;
  }

  /**
   * Awaits the batch that is merged in the background, before the stream is started again.
   *
   * @throws RuntimeException if it fails
   */
  synchronized void settleAll() throws InterruptedException {
    settle();
    requireNoFailure();
  }

  /** Makes ready for another attempt at anything, after a failure. */
  synchronized void recover() {
    applier.recover();
  }

  @Override
  public void call(Dataset<Row> records, Long sparkBatchId) throws InterruptedException {
    boolean applied = false;
    try (LogContext.Scope ignored = LogContext.batch(records.sparkSession(), sparkBatchId)) {
      apply(records, sparkBatchId);
      applied = true;
    } finally {
      failedForGood |= !applied;
    }
  }

  private synchronized void apply(Dataset<Row> records, Long sparkBatchId)
      throws InterruptedException {
    requireNoFailure();
    SparkSession session = records.sparkSession();
    Optional<UUID> stream = StreamContinuity.stream(session);
    Optional<Staged> ahead =
        merging == null ? Optional.empty() : applier.stageAhead(records, merging.staged());
    try {
      settle();
    } catch (RuntimeException e) {
      failure = null; // the stream is told
      throw e;
    }
    awaitPause();
    requireContinuity(stream, sparkBatchId);
    retried.run(
        () -> {
          Staged staged =
              applier.stillStaged(ahead).orElseGet(() -> applier.stage(source, records));
          if (staged.records() < LARGE) {
            applier.commit(source, records, sparkBatchId, staged);
            continuity.finished(stream, sparkBatchId);
          } else {
            mergeInBackground(records, sparkBatchId, stream, staged);
          }
        });
    if (merging == null) {
      follow(session, sparkBatchId);
    }
    succeeded.run();
  }

  /**
   * Releases what became due while no batch ran, such as held records whose deadline has passed,
   * and refines what was requeued; nothing while a breaker pauses.
   */
  public synchronized void releaseHeld(SparkSession session) throws InterruptedException {
    settle();
    if (alerts.pausedUntil().isEmpty()) {
      followUp.refineRequeued(session, NO_BATCH);
      followUp.release(database::dueHeld, session, NO_BATCH);
    }
  }

  /**
   * Refines the records in quarantine that somebody wants refined again, until none is left.
   *
   * @return how many were taken up
   */
  public synchronized long refineRequeued(SparkSession session) throws InterruptedException {
    settle();
    return followUp.refineRequeued(session, NO_BATCH);
  }

  /**
   * Awaits the batch that is merged in the background.
   *
   * @throws RuntimeException if it fails, or one failed of which nobody was told
   */
  @Override
  public synchronized void close() throws InterruptedException {
    background.shutdown();
    settle();
    requireNoFailure();
  }

  /** Awaits the batch that is merged in the background, and leaves all else to the next start. */
  synchronized void abandon() throws InterruptedException {
    background.shutdown();
    if (merging != null) {
      try {
        merging.await();
      } catch (RuntimeException e) {
        LOG.warn("Batch {} was not applied: {}", merging.sparkBatchId(), e.toString());
      }
      merging = null;
    }
  }

  private void mergeInBackground(
      Dataset<Row> records, long sparkBatchId, Optional<UUID> stream, Staged staged) {
    MergingBatch batch =
        new MergingBatch(
            records,
            sparkBatchId,
            stream,
            staged,
            CompletableFuture.supplyAsync(
                () -> {
                  try (LogContext.Scope ignored = LogContext.batch(sparkBatchId)) {
                    CommittedBatch committed = applier.merge(source, sparkBatchId, staged);
                    continuity.finished(stream, sparkBatchId);
                    return committed;
                  }
                },
                background));
    applier.turn();
    merging = batch;
    batch.commit().whenCompleteAsync((committed, thrown) -> settleUnlessDone(batch), background);
  }

  /** The batch that follows does it; but none may follow. */
  private void settleUnlessDone(MergingBatch batch) {
    Optional<Runnable> stopping;
    synchronized (this) {
      try (LogContext.Scope ignored =
          LogContext.batch(batch.records().sparkSession(), batch.sparkBatchId())) {
        if (merging == batch) {
          settle();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        LOG.warn("Batch {} has failed, and the stream is stopped", batch.sparkBatchId(), e);
      }
      stopping = failure == null ? Optional.empty() : Optional.of(stop);
    }
    stopping.ifPresent(Runnable::run); // not with the lock, for which the stream may wait
  }

  /**
   * Awaits the batch that is merged in the background, and does what follows a batch. If it has
   * failed, it is tried again from the start. What fails for good is thrown, and kept for the case
   * that the stream does not hear of it.
   */
  private void settle() throws InterruptedException {
    if (merging == null) {
      return;
    }
    MergingBatch batch = merging;
    try {
      Optional<CommittedBatch> committed = commitOf(batch);
      merging = null;
      if (committed.isPresent()) {
        applier.committed(source, committed.get());
      }
      follow(batch.records().sparkSession(), batch.sparkBatchId());
    } catch (RuntimeException e) {
      merging = null;
      failure = e;
      throw e;
    }
  }

  /** The commit in the background; empty if it failed, and another attempt did not. */
  private Optional<CommittedBatch> commitOf(MergingBatch batch) throws InterruptedException {
    try {
      return Optional.of(batch.await());
    } catch (RowsMissing e) {
      retried.run(
          () -> {
            applier.applyInFull(source, batch.records(), batch.sparkBatchId());
            continuity.finished(batch.stream(), batch.sparkBatchId());
          });
      return Optional.empty();
    } catch (RuntimeException e) {
      retried.runAgain(
          e,
          () -> {
            applier.apply(source, batch.records(), batch.sparkBatchId());
            continuity.finished(batch.stream(), batch.sparkBatchId());
          });
      return Optional.empty();
    }
  }

  /** What follows when a batch of the stream is dealt with. */
  private void follow(SparkSession session, long sparkBatchId) throws InterruptedException {
    followUp.refineRequeued(session, sparkBatchId);
    followUp.release(
        end == End.CAUGHT_UP ? database::readyHeld : database::dueHeld, session, sparkBatchId);
  }

  private void requireNoFailure() {
    if (failure != null) {
      RuntimeException untold = failure;
      failure = null;
      throw untold;
    }
  }

  /** Waits until a batch may begin: the pause is over, or somebody has ended it. */
  private void awaitPause() throws InterruptedException {
    AtomicReference<Optional<Instant>> until = new AtomicReference<>(Optional.empty());
    retried.run(() -> until.set(alerts.pausedUntil()));
    if (until.get().isPresent()) {
      LOG.warn("A breaker pauses the pipeline {} until {}", pipeline, until.get().get());
    }
    while (until.get().isPresent()) {
      TimeUnit.MILLISECONDS.sleep(PAUSE_POLL_MILLIS);
      retried.run(() -> until.set(alerts.pausedUntil()));
    }
  }

  /** What the database has lost does not come back by waiting: only asking is tried again. */
  private void requireContinuity(Optional<UUID> stream, long sparkBatchId)
      throws InterruptedException {
    AtomicReference<OptionalLong> last = new AtomicReference<>(OptionalLong.empty());
    retried.run(() -> last.set(continuity.lastFinished(stream)));
    continuity.require(stream, sparkBatchId, last.get());
  }
}
