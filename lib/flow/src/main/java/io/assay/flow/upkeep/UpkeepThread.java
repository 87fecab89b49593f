package io.assay.flow.upkeep;

import io.assay.model.AssayException;
import io.assay.model.Upkeep;
import io.assay.runtime.log.BackgroundThreads;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does upkeep soon after a query has started and then now and again, on a thread of its own:
 * batches do not wait for it. What fails is logged and done with the next round; it never ends the
 * job.
 */
public final class UpkeepThread implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UpkeepThread.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Soon, for a job that does not live for long; but not while it starts. */
  private static final Duration FIRST_AFTER = Duration.ofSeconds(30);

  /** Its jobs share the cores with those of the queries. */
  private static final String POOL = "upkeep";

  private final SparkSession session;
  private final String group;
  private final Map<String, Runnable> work;
  private final ScheduledExecutorService thread;
  private volatile boolean closing;

  private UpkeepThread(
      SparkSession session, String name, Duration every, Map<String, Runnable> work) {
    this.session = session;
    this.group = "assay-upkeep-" + name + "-" + UUID.randomUUID(); // jobs of a group end for good
    this.work = work;
    BackgroundThreads threads = new BackgroundThreads("assay-upkeep-" + name);
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            round -> {
              Thread made = threads.newThread(round);
              made.setPriority(Thread.MIN_PRIORITY);
              return made;
            });
    Duration first = every.compareTo(FIRST_AFTER) < 0 ? every : FIRST_AFTER;
    thread.scheduleWithFixedDelay(
        this::round, first.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** That of land: the raw table. Empty if the environment leaves upkeep to others. */
  public static Optional<UpkeepThread> ofLand(
      SparkSession session, PipelineUpkeep upkeep, Upkeep settings) {
    return settings
        .every()
        .map(
            every ->
                new UpkeepThread(session, "land", every, Map.of("the raw table", upkeep::raw)));
  }

  /** That of refine: silver and the ledger. Empty if the environment leaves upkeep to others. */
  public static Optional<UpkeepThread> ofRefine(
      SparkSession session, PipelineUpkeep upkeep, Upkeep settings) {
    return settings
        .every()
        .map(
            every ->
                new UpkeepThread(
                    session,
                    "refine",
                    every,
                    Map.of("silver", upkeep::silver, "the ledger", upkeep::ledger)));
  }

  private void round() {
    session.sparkContext().setLocalProperty("spark.scheduler.pool", POOL);
    session.sparkContext().setJobGroup(group, "Upkeep", false);
    for (String what : List.copyOf(work.keySet())) {
      if (!closing) {
        keep(what);
      }
    }
  }

  private void keep(String what) {
    try {
      work.get(what).run();
    } catch (AssayException e) {
      LOG.warn("Upkeep of {} failed and is tried again: {}", what, e.getMessage());
    } catch (Exception e) { // Spark throws checked ones undeclared
      if (closing) {
        LOG.info("Upkeep of {} was cut short; the next run goes on", what);
      } else {
        LOG.warn("Upkeep of {} failed and is tried again", what, e);
      }
    }
  }

  /** Ends it; what it is just doing is cut short where that takes longer than a moment. */
  @Override
  public void close() {
    closing = true;
    thread.shutdown();
    try {
      if (!thread.awaitTermination(100, TimeUnit.MILLISECONDS)) {
        session.sparkContext().cancelJobGroupAndFutureJobs(group);
        if (!thread.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
          LOG.info("Upkeep does not end at once; the process ends without waiting for it");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
