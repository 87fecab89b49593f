package io.assay.crash.fault;

import io.assay.crash.CrashException;
import io.assay.crash.job.Installation;
import io.assay.crash.job.PipelineJobs;
import io.assay.crash.job.PipelineJobs.Source;
import java.util.concurrent.TimeUnit;

/** What can happen. */
public enum FaultKind {
  REFINE_KILLED("refine: SIGKILL", (on, strike) -> struck(on, strike).refine().kill()),

  REFINE_TERMINATED("refine: SIGTERM", (on, strike) -> struck(on, strike).refine().terminate()),

  LAND_KILLED("land: SIGKILL", (on, strike) -> struck(on, strike).land().kill()),

  LAND_TERMINATED("land: SIGTERM", (on, strike) -> struck(on, strike).land().terminate()),

  EXECUTOR_KILLED(
      "executor of refine: SIGKILL",
      (on, strike) ->
          on.cluster()
              .orElseThrow(() -> new CrashException("There is no cluster"))
              .killExecutor((int) strike.lasting().toMillis())),

  DATABASE_STOPPED(
      "PostgreSQL: immediate stop",
      (on, strike) -> {
        on.sandbox().postgres().stopImmediately();
        last(strike);
        on.sandbox().postgres().restart();
      }),

  DATABASE_KILLED(
      "PostgreSQL: SIGKILL",
      (on, strike) -> {
        on.sandbox().postgres().kill();
        on.sandbox().postgres().restart();
      }),

  CONNECTIONS_SEVERED("database connections: severed", (on, strike) -> on.proxy().sever()),

  CONNECTIONS_STALLED(
      "database connections: stalled",
      (on, strike) -> {
        on.proxy().stall();
        last(strike);
        on.proxy().resume();
      }),

  CONNECTIONS_STALLED_AND_SEVERED(
      "database connections: stalled, then severed",
      (on, strike) -> {
        on.proxy().stall();
        last(strike);
        on.proxy().sever();
        on.proxy().resume();
      }),

  BROKER_KILLED(
      "Kafka broker: SIGKILL",
      (on, strike) -> {
        on.sandbox().kafka().kill();
        last(strike);
        on.sandbox().kafka().restart();
      }),

  CHECKPOINT_DELETED(
      "checkpoint: deleted",
      (on, strike) -> {
        PipelineJobs jobs = struck(on, strike);
        jobs.refine().killForGood();
        on.lake().files().deleteCheckpoint(jobs.pipeline());
        jobs.startRefine(Source.LAKE);
      }),

  LAST_COMMIT_DELETED(
      "checkpoint: last commit deleted",
      (on, strike) -> {
        PipelineJobs jobs = struck(on, strike);
        jobs.refine().killForGood();
        on.lake().files().deleteLastCommit(jobs.pipeline());
        jobs.startRefine(Source.LAKE);
      }),

  SOURCE_SWITCHED(
      "refine.source: switched",
      (on, strike) -> {
        PipelineJobs jobs = struck(on, strike);
        jobs.refine().terminateForGood();
        jobs.startRefine(jobs.source().other());
      }),

  SECOND_INSTANCE(
      "second instance of refine", (on, strike) -> struck(on, strike).startSecondInstance()),

  LAKE_UNWRITABLE(
      "lake: away",
      (on, strike) -> {
        on.lake().takeAway();
        last(strike);
        on.lake().bringBack();
      });

  private final String title;
  private final Blow blow;

  /** Does it, and returns when it is over. */
  private interface Blow {
    void fall(Installation on, Strike strike) throws Exception;
  }

  FaultKind(String title, Blow blow) {
    this.title = title;
    this.blow = blow;
  }

  /** Whether it is only one while the jobs work. */
  public boolean strikesWorkingJobs() {
    return this == SECOND_INSTANCE || this == EXECUTOR_KILLED;
  }

  /** For people. */
  public String title() {
    return title;
  }

  /** Strikes; returns when the fault is over, so that the jobs can recover. */
  public void strike(Installation on, Strike strike) throws Exception {
    blow.fall(on, strike);
  }

  private static PipelineJobs struck(Installation on, Strike strike) {
    return on.pipelines().get(strike.pipeline());
  }

  private static void last(Strike strike) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(strike.lasting().toMillis());
  }
}
