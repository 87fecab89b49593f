package io.assay.flow.refine;

import io.assay.flow.refine.RefineOptions.End;
import io.assay.flow.refine.RefineStream.Started;
import io.assay.flow.retry.EnvironmentFailures;
import io.assay.flow.retry.QueryRestarts;
import io.assay.flow.retry.RetriedWork;
import io.assay.flow.upkeep.UpkeepThread;
import io.assay.model.AssayException;
import io.assay.postgres.PipelineDatabase;
import io.assay.runtime.RunningJob;
import io.assay.runtime.log.BackgroundThreads;
import io.assay.runtime.log.LogContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A refine query that runs, and what goes on beside it: silver, held records whose deadline passes
 * while no batch runs, and upkeep. Closing it brings the first two up to date.
 */
public final class RefineRun implements RunningJob {
  private static final Logger LOG = LoggerFactory.getLogger(RefineRun.class);
  private static final Duration BESIDE_INTERVAL = Duration.ofSeconds(10);

  private final SparkSession session;
  private final RefineStream stream;
  private final RefineBatch batch;
  private final SilverWriter silver;
  private final PipelineDatabase database;
  private final End end;
  private final EnvironmentFailures failures;
  private final QueryRestarts restarts;
  private final RetriedWork silverAtEnd;
  private final RunFollowers followers;
  private final Optional<UpkeepThread> upkeep;
  private final ScheduledExecutorService beside;
  private volatile Started started;
  private volatile boolean cutShort;

  RefineRun(
      SparkSession session,
      RefineStream stream,
      Started started,
      RefineBatch batch,
      SilverWriter silver,
      PipelineDatabase database,
      RefineOptions options,
      EnvironmentFailures failures,
      RunFollowers followers,
      Optional<UpkeepThread> upkeep) {
    this.session = session;
    this.stream = stream;
    this.started = started;
    this.batch = batch;
    this.silver = silver;
    this.database = database;
    this.end = options.end();
    this.failures = failures;
    this.followers = followers;
    this.upkeep = upkeep;
    this.restarts = new QueryRestarts(stream.name(), options.retries(), batch.waits(), failures);
    this.silverAtEnd = new RetriedWork(options.retries(), batch.waits(), failures, batch::recover);
    batch.onSuccess(restarts::succeeded);
    batch.onFailure(() -> stop(query()));
    this.beside = Executors.newSingleThreadScheduledExecutor(new BackgroundThreads("assay-beside"));
    everyNowAndThen(this::silverBeside);
    if (end == End.STOPPED) {
      everyNowAndThen(this::releaseBeside);
    }
  }

  private void everyNowAndThen(Runnable work) {
    long millis = BESIDE_INTERVAL.toMillis();
    beside.scheduleWithFixedDelay(work, millis, millis, TimeUnit.MILLISECONDS);
  }

  /** The query; another one after {@link #restart}. */
  public StreamingQuery query() {
    return started.query();
  }

  @Override
  public List<StreamingQuery> queries() {
    return List.of(query());
  }

  /**
   * The query is about to be stopped before it has ended by itself. A run that was to catch up then
   * gives no held record up: what it waits for may be among what was not read. Nothing is tried
   * again any more, and what cannot be done now is left to the next start.
   */
  @Override
  public void stopping() {
    cutShort = true;
    batch.waits().end();
  }

  /**
   * Ends what waits for the database, whatever it is, and what writes silver; nothing can be
   * committed any more.
   */
  @Override
  public void abandon() {
    database.abort();
    silver.giveUp();
  }

  @Override
  public Optional<AssayException> explain(Throwable failure) {
    return failures.understood(failure);
  }

  /**
   * Starts the query again that has failed, after a wait, if the lake, Kafka or the checkpoint was
   * away. A batch that has failed was tried often enough.
   *
   * @throws RuntimeException what the last attempt failed with, or the batch that was being merged
   */
  @Override
  public boolean restart(StreamingQuery failed, Throwable failure) {
    if (batch.hasFailedForGood()) {
      return false;
    }
    try (LogContext.Scope ignored = LogContext.query(RefineQuery.NAME)) {
      batch.settleAll();
      Optional<Started> next = restarts.again(failure, this::startAgain);
      if (next.isPresent() && cutShort) {
        stop(next.get().query());
      }
      return next.isPresent();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Started startAgain() {
    batch.recover(); // the database may have been away as well
    started.clear();
    started = stream.startAgain(batch);
    return started;
  }

  /**
   * Ends the run, after the batch that is being merged. After a query that ended well, releases
   * held records that are due and writes the silver that is missing; after a failure, leaves both
   * to the next start.
   *
   * @throws RuntimeException what that batch failed with, or held records or silver; of a run that
   *     was cut short, not if only the environment is at fault
   */
  @Override
  public void close() {
    try (LogContext.Scope ignored = LogContext.query(RefineQuery.NAME);
        followers) {
      endTelling();
    }
  }

  private void endTelling() {
    try {
      end();
      followers.ended(); // unless they heard of a failure
    } catch (AssayException e) {
      if (!cutShort || e.kind() != AssayException.Kind.EXTERNAL) {
        followers.failed(e);
        throw e;
      }
      LOG.warn("Left to the next start: {}", e.getMessage());
      followers.ended();
    } catch (RuntimeException e) {
      followers.failed(e);
      throw e;
    }
  }

  private void end() {
    upkeep.ifPresent(UpkeepThread::close);
    beside.shutdown();
    try (database) {
      if (query().exception().isDefined()) {
        followers.failed(query().exception().get());
        if (!beside.awaitTermination(1, TimeUnit.MINUTES)) {
          LOG.warn("Silver or held records are still being written; the next start goes on");
        }
        batch.abandon();
        database.fail();
      } else {
        awaitBeside();
        finishBatch();
        if (end == End.STOPPED || !cutShort) {
          batch.releaseHeld(session);
        }
        silverAtEnd.run(silver::catchUp);
      }
      started.clear();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void finishBatch() throws InterruptedException {
    try {
      batch.close();
    } catch (RuntimeException e) {
      database.fail();
      throw e;
    }
  }

  /**
   * Of a batch that fails, where no other comes to be told; or where nothing is to run any more.
   */
  private static void stop(StreamingQuery query) {
    try {
      query.stop();
    } catch (TimeoutException e) {
      LOG.warn("The query {} did not stop in time: {}", query.name(), e.getMessage());
    }
  }

  /** Held records that cannot be released stay held; the next batch tries again, and tells. */
  private void releaseBeside() {
    try {
      if (query().isActive()) {
        batch.releaseHeld(session);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (AssayException e) {
      LOG.warn("Held records that are due could not be released: {}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.warn("Held records that are due could not be released", e);
    }
  }

  /** However long it takes: a process that was asked to stop has a bound of its own. */
  private void awaitBeside() throws InterruptedException {
    while (!beside.awaitTermination(1, TimeUnit.MINUTES)) {
      LOG.info("Silver or held records are still being written");
    }
  }

  /**
   * Silver that fails is tried again; the tables do not wait for it. What fails for good shows when
   * the run ends.
   */
  private void silverBeside() {
    try {
      failures.telling(silver::catchUp);
    } catch (AssayException e) {
      LOG.warn("Silver is behind: {}", e.getMessage());
    } catch (Exception e) { // Spark throws checked exceptions undeclared
      LOG.warn("Silver is behind", e);
    }
  }
}
