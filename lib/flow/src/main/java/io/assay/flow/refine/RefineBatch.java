package io.assay.flow.refine;

import io.assay.engine.CompiledRefinement;
import io.assay.engine.RuleTiming;
import io.assay.flow.refine.RefineOptions.End;
import io.assay.lake.RawTable;
import io.assay.model.AssayException;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import io.assay.model.SchemaPolicy.Action;
import io.assay.postgres.Batch;
import io.assay.postgres.BatchSource;
import io.assay.postgres.CommittedBatch;
import io.assay.postgres.HeldRecord;
import io.assay.postgres.PipelineDatabase;
import io.assay.postgres.TaskSummary;
import io.assay.postgres.UnknownMember;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
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

  /** A pause may be ended at any time. */
  private static final long PAUSE_POLL_MILLIS = 500;

  private final Optional<Environment.Registry> registry;
  private Pipeline pipeline;
  private final PipelineDatabase database;
  private final BatchSource source;
  private final End end;
  private final Retries retries;
  private final BatchListener listener;
  private final RequeuedRecords requeued;
  private final AlertReaction alerts;
  private final StreamContinuity continuity;
  private final Set<UnknownMember.Name> told = new HashSet<>();
  private CompiledRefinement refinement;
  private RuleTiming timing;

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
    this.pipeline = database.pipeline();
    this.registry = registry;
    this.database = database;
    this.source = source;
    this.end = end;
    this.retries = retries;
    this.listener = listener;
    this.requeued = new RequeuedRecords(database, raw);
    this.alerts = new AlertReaction(pipeline, database);
    this.continuity = new StreamContinuity(database, source);
  }

  @Override
  public synchronized void call(Dataset<Row> records, Long sparkBatchId)
      throws InterruptedException {
    awaitPause();
    requireContinuity(records.sparkSession(), sparkBatchId);
    withRetries(() -> apply(source, records, sparkBatchId));
    withRetries(() -> continuity.finished(records.sparkSession(), sparkBatchId));
    refineRequeued(records.sparkSession(), sparkBatchId);
    release(
        end == End.CAUGHT_UP ? database::readyHeld : database::dueHeld,
        records.sparkSession(),
        sparkBatchId);
  }

  /**
   * Releases what became due while no batch ran, such as held records whose deadline has passed,
   * and refines what was requeued; nothing while a breaker pauses.
   */
  public synchronized void releaseHeld(SparkSession session) throws InterruptedException {
    if (alerts.pausedUntil().isEmpty()) {
      refineRequeued(session, NO_BATCH);
      release(database::dueHeld, session, NO_BATCH);
    }
  }

  /**
   * Refines the records in quarantine that somebody wants refined again, until none is left.
   *
   * @return how many were taken up
   */
  public synchronized long refineRequeued(SparkSession session) throws InterruptedException {
    return refineRequeued(session, NO_BATCH);
  }

  private long refineRequeued(SparkSession session, long sparkBatchId) throws InterruptedException {
    AtomicBoolean any = new AtomicBoolean(true);
    AtomicLong taken = new AtomicLong();
    while (any.get()) {
      withRetries(
          () -> {
            Optional<RequeuedRecords.Found> found = requeued.next(session);
            any.set(found.isPresent());
            found.ifPresent(
                records -> {
                  refineAgain(records, sparkBatchId);
                  taken.addAndGet(records.coordinates().size());
                });
          });
    }
    return taken.get();
  }

  /** Waits until a batch may begin: the pause is over, or somebody has ended it. */
  private void awaitPause() throws InterruptedException {
    AtomicReference<Optional<Instant>> until = new AtomicReference<>(Optional.empty());
    withRetries(() -> until.set(alerts.pausedUntil()));
    if (until.get().isPresent()) {
      LOG.warn("A breaker pauses the pipeline {} until {}", pipeline.name(), until.get().get());
    }
    while (until.get().isPresent()) {
      TimeUnit.MILLISECONDS.sleep(PAUSE_POLL_MILLIS);
      withRetries(() -> until.set(alerts.pausedUntil()));
    }
  }

  /** What the database has lost does not come back by waiting: only asking is tried again. */
  private void requireContinuity(SparkSession session, long sparkBatchId)
      throws InterruptedException {
    AtomicReference<OptionalLong> last = new AtomicReference<>(OptionalLong.empty());
    withRetries(() -> last.set(continuity.lastFinished(session)));
    continuity.require(session, sparkBatchId, last.get());
  }

  /** What a rule of severity fail refuses stays in quarantine; it does not stop the others. */
  private void refineAgain(RequeuedRecords.Found found, long sparkBatchId) {
    try {
      apply(BatchSource.REQUEUED, found.records(), sparkBatchId);
    } catch (RuntimeException e) {
      AssayException known =
          Retries.understood(e)
              .filter(each -> each.kind() == AssayException.Kind.DATA)
              .orElseThrow(() -> e);
      database.discardStaging();
      requeued.leave(found.coordinates(), known.getMessage());
    }
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
        from.isReadBefore() ? AppliedOffsets.none() : new AppliedOffsets(database.applied());
    List<StagedTask> tasks = stage(records, applied);
    while (learn(tasks)) {
      database.discardStaging();
      tasks = stage(records, applied);
    }
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
      // The connection may have been lost at the very commit of a batch that trips a breaker.
      database.requireNoneTripped();
      return;
    }
    List<TaskSummary> summaries = tasks.stream().map(StagedTask::summary).toList();
    CommittedBatch batch = database.commit(new Batch(from, sparkBatchId, startedAt, summaries));
    listener.committed(from, batch);
    alerts.react(batch);
  }

  private RuleTiming timing(SparkSession session) {
    if (timing == null) {
      timing = RuleTiming.of(session, pipeline, registry);
    }
    return timing;
  }

  private List<StagedTask> stage(Dataset<Row> records, AppliedOffsets applied) {
    SparkSession session = records.sparkSession();
    return new StageRecords(
            pipeline, compiled(session), timing(session), applied, database.staging(), told)
        .run(records);
  }

  /**
   * Takes in what the tasks found that no field takes. Where the policy gives it a column, the
   * batch has to be staged again, and the column comes with its commit.
   */
  private boolean learn(List<StagedTask> tasks) {
    UnknownTally tally = new UnknownTally(told);
    tasks.forEach(task -> task.unknown().forEach(tally::add));
    List<UnknownMember> wanted = new ArrayList<>();
    for (UnknownMember member : tally.members()) {
      Action action = pipeline.kind(member.kind()).unknownField();
      if (action == Action.APPLY) {
        wanted.add(member);
      } else if (told.add(member.name())) {
        LOG.warn("No field of the kind {} takes the member '{}'", member.kind(), member.member());
      }
    }
    if (wanted.isEmpty()) {
      return false;
    }
    database.addColumns(wanted);
    pipeline = database.pipeline();
    refinement = null;
    timing = null;
    return true;
  }

  private CompiledRefinement compiled(SparkSession session) {
    if (refinement == null || !refinement.isTimeless()) {
      refinement =
          CompiledRefinement.of(session, pipeline, registry, StageRecords.columns(pipeline));
    }
    return refinement;
  }

  private static String message(RuntimeException failure) {
    return Retries.understood(failure).map(Throwable::getMessage).orElse(failure.toString());
  }
}
