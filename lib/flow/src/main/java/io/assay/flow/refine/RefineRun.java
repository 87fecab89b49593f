package io.assay.flow.refine;

import io.assay.flow.kafka.ScratchCheckpoint;
import io.assay.flow.refine.RefineOptions.End;
import io.assay.flow.upkeep.UpkeepThread;
import io.assay.model.AssayException;
import io.assay.postgres.PipelineDatabase;
import java.time.Duration;
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
 * while no batch runs, and upkeep. Closing it brings both up to date.
 */
public final class RefineRun implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RefineRun.class);
  private static final Duration BESIDE_INTERVAL = Duration.ofSeconds(10);

  private final SparkSession session;
  private final StreamingQuery query;
  private final RefineBatch batch;
  private final SilverWriter silver;
  private final PipelineDatabase database;
  private final Optional<ScratchCheckpoint> scratch;
  private final End end;
  private final Optional<UpkeepThread> upkeep;
  private final ScheduledExecutorService beside;
  private volatile boolean cutShort;

  RefineRun(
      SparkSession session,
      StreamingQuery query,
      RefineBatch batch,
      SilverWriter silver,
      PipelineDatabase database,
      Optional<ScratchCheckpoint> scratch,
      End end,
      Optional<UpkeepThread> upkeep) {
    this.session = session;
    this.query = query;
    this.batch = batch;
    this.silver = silver;
    this.database = database;
    this.scratch = scratch;
    this.end = end;
    this.upkeep = upkeep;
    batch.onFailure(this::stop);
    this.beside =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "assay-beside");
              thread.setDaemon(true);
              return thread;
            });
    beside.scheduleWithFixedDelay(
        this::silverBeside,
        BESIDE_INTERVAL.toMillis(),
        BESIDE_INTERVAL.toMillis(),
        TimeUnit.MILLISECONDS);
    if (end == End.STOPPED) {
      beside.scheduleWithFixedDelay(
          this::releaseBeside,
          BESIDE_INTERVAL.toMillis(),
          BESIDE_INTERVAL.toMillis(),
          TimeUnit.MILLISECONDS);
    }
  }

  /** The query. */
  public StreamingQuery query() {
    return query;
  }

  /**
   * The query is about to be stopped before it has ended by itself. A run that was to catch up then
   * gives no held record up: what it waits for may be among what was not read.
   */
  public void cutShort() {
    cutShort = true;
  }

  /**
   * Ends the run, after the batch that is being merged. After a query that ended well, releases
   * held records that are due and writes the silver that is missing; after a failure, leaves both
   * to the next start.
   *
   * @throws RuntimeException what that batch failed with, or held records or silver
   */
  @Override
  public void close() {
    upkeep.ifPresent(UpkeepThread::close);
    beside.shutdown();
    try (database) {
      if (query.exception().isDefined()) {
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
        silver.catchUp();
      }
      scratch.ifPresent(ScratchCheckpoint::remove);
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

  /** No batch will come to be told that the one before has failed. */
  private void stop() {
    try {
      query.stop();
    } catch (TimeoutException e) {
      LOG.warn("The query {} did not stop in time: {}", query.name(), e.getMessage());
    }
  }

  /** Held records that cannot be released stay held; the next batch tries again, and tells. */
  private void releaseBeside() {
    try {
      if (query.isActive()) {
        batch.releaseHeld(session);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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
      silver.catchUp();
    } catch (AssayException e) {
      LOG.warn("Silver is behind: {}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.warn("Silver is behind", e);
    }
  }
}
