package io.assay.flow.refine;

import io.assay.engine.CompiledRefinement;
import io.assay.engine.RuleTiming;
import io.assay.flow.retry.EnvironmentFailures;
import io.assay.model.AssayException;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import io.assay.model.SchemaPolicy.Action;
import io.assay.postgres.PipelineDatabase;
import io.assay.postgres.UnknownMember;
import io.assay.postgres.staging.StagedRows;
import io.assay.postgres.staging.StagingArea;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refines the records of a batch on the executors, into staging; by the definition as it is now,
 * which may get columns while the run goes on. Not thread-safe.
 */
final class BatchStaging {
  private static final Logger LOG = LoggerFactory.getLogger(BatchStaging.class);

  /** After a refusal, for so many batches another one is to be expected. */
  private static final int BATCHES_IN_FULL = 100;

  private final Optional<Environment.Registry> registry;
  private final PipelineDatabase database;
  private final EnvironmentFailures failures;
  private final Set<UnknownMember.Name> told = new HashSet<>();
  private Pipeline pipeline;
  private CompiledRefinement refinement;
  private RuleTiming timing;
  private int inFull;
  private boolean trickle;

  BatchStaging(
      Pipeline pipeline,
      Optional<Environment.Registry> registry,
      PipelineDatabase database,
      EnvironmentFailures failures) {
    this.pipeline = pipeline;
    this.registry = registry;
    this.database = database;
    this.failures = failures;
  }

  /**
   * Stages records in an area that is free; what the ledger has is passed over.
   *
   * @param rows which of their rows, as {@link #rows} has it
   * @throws AssayException what a task failed with, so that it is tried again if the environment is
   *     at fault
   */
  List<StagedTask> stage(
      Dataset<Row> records, AppliedOffsets applied, StagedRows rows, StagingArea area) {
    SparkSession session = records.sparkSession();
    List<StagedTask> tasks = new ArrayList<>();
    failures.telling(
        () ->
            tasks.addAll(
                new StageRecords(
                        pipeline,
                        compiled(session),
                        timing(session),
                        applied,
                        database.staging(area),
                        rows == StagedRows.ALL ? Set.of() : database.dimensions(),
                        told)
                    .run(records, mostTasks(session))));
    trickle = Staged.records(tasks) < RefineBatch.LARGE;
    return tasks;
  }

  /**
   * Where few records come at a time, starting a task costs more than its records: then no more
   * tasks than can run at once, however many partitions there are. A large batch is better divided,
   * so that all cores are busy to its end.
   */
  private int mostTasks(SparkSession session) {
    return trickle ? session.sparkContext().defaultParallelism() : Integer.MAX_VALUE;
  }

  /** Which rows are to be staged now. */
  StagedRows rows() {
    return inFull > 0 || database.dimensions().isEmpty() ? StagedRows.ALL : StagedRows.NEWEST;
  }

  /** Stages all rows for some batches, because a record had to be refused that had others. */
  void stageAllRows() {
    inFull = BATCHES_IN_FULL;
  }

  /** A batch is committed. */
  void committed() {
    inFull = Math.max(0, inFull - 1);
  }

  /**
   * Takes in what the tasks found that no field takes. Where the policy gives it a column, staging
   * is made anew and the batch has to be staged again; the column comes with its commit.
   *
   * @return whether it has to be staged again
   */
  boolean learn(List<StagedTask> tasks) {
    List<UnknownMember> wanted = new ArrayList<>();
    for (UnknownMember member : unknown(tasks)) {
      if (isWanted(member)) {
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

  /** Whether {@link #learn} would make staging anew. */
  boolean wantsColumns(List<StagedTask> tasks) {
    return unknown(tasks).stream().anyMatch(this::isWanted);
  }

  private boolean isWanted(UnknownMember member) {
    return pipeline.kind(member.kind()).unknownField() == Action.APPLY;
  }

  private List<UnknownMember> unknown(List<StagedTask> tasks) {
    UnknownTally tally = new UnknownTally(told);
    tasks.forEach(task -> task.unknown().forEach(tally::add));
    return tally.members();
  }

  private RuleTiming timing(SparkSession session) {
    if (timing == null) {
      timing = RuleTiming.of(session, pipeline, registry);
    }
    return timing;
  }

  private CompiledRefinement compiled(SparkSession session) {
    if (refinement == null || !refinement.isTimeless()) {
      refinement =
          CompiledRefinement.of(session, pipeline, registry, StageRecords.columns(pipeline));
    }
    return refinement;
  }
}
