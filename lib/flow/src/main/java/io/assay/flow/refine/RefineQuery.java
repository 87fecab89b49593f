package io.assay.flow.refine;

import io.assay.engine.Refinement;
import io.assay.engine.function.AssayFunctions;
import io.assay.engine.record.RawRecord;
import io.assay.flow.kafka.KafkaCluster;
import io.assay.flow.lineage.LineageRun;
import io.assay.flow.retry.EnvironmentFailures;
import io.assay.flow.upkeep.PipelineUpkeep;
import io.assay.flow.upkeep.UpkeepThread;
import io.assay.lake.RawTable;
import io.assay.model.AssayException;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import io.assay.postgres.BatchSource;
import io.assay.postgres.PipelineDatabase;
import io.assay.postgres.RunInfo;
import io.assay.runtime.log.LogContext;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** Starts the refine query of a pipeline. */
public final class RefineQuery {
  /** What it is called by those who watch it, whatever it reads. */
  static final String NAME = "refine";

  private final Pipeline pipeline;
  private final Environment environment;
  private final RefineOptions options;

  public RefineQuery(Pipeline pipeline, Environment environment, RefineOptions options) {
    this.pipeline = pipeline;
    this.environment = environment;
    this.options = options;
  }

  /**
   * Takes the pipeline's lock, prepares the database, and starts.
   *
   * @param listener hears of every committed batch
   * @throws AssayException if the pipeline's SQL does not fit its fields, the database is not as
   *     declared, another run holds the lock, or a breaker has stopped the pipeline
   */
  public RefineRun start(SparkSession session, RunInfo run, BatchListener listener) {
    try (LogContext.Scope ignored = LogContext.query(NAME)) {
      return startTelling(session, run, listener);
    }
  }

  private RefineRun startTelling(SparkSession session, RunInfo run, BatchListener listener) {
    AtomicReference<RefineRun> started = new AtomicReference<>();
    RunFollowers followers =
        new RunFollowers(
            pipeline,
            environment,
            options.source(),
            LineageRun.ofRefine(
                pipeline,
                environment,
                run.runId(),
                LineageRun.Reads.valueOf(options.source().name()),
                session),
            listener);
    try {
      followers.started();
      failures().telling(() -> started.set(open(session, run, followers)));
      return started.get();
    } catch (RuntimeException e) {
      followers.failed(e);
      throw e;
    } finally {
      if (started.get() == null) {
        followers.close();
      }
    }
  }

  private RefineRun open(SparkSession session, RunInfo run, RunFollowers followers) {
    AssayFunctions.register(session);
    check(session);
    PipelineDatabase database = PipelineDatabase.open(environment.database(), pipeline, run);
    boolean started = false;
    try {
      database.requireNoneTripped();
      RefineBatch batch =
          new RefineBatch(
              database,
              environment.registry(),
              new RawTable(environment.lake().raw(pipeline.name())),
              BatchSource.valueOf(options.source().name()),
              options.end(),
              options.retries(),
              failures(),
              followers);
      followers.applied(database.applied());
      SilverWriter silver =
          new SilverWriter(session, database, environment.registry(), environment.lake());
      silver.requireLedgerIsNotBehind();
      RefineStream stream = new RefineStream(session, pipeline, environment, options, database);
      RefineRun running =
          new RefineRun(
              session,
              stream,
              stream.start(batch, run.runId()),
              batch,
              silver,
              database,
              options,
              failures(),
              followers,
              UpkeepThread.ofRefine(
                  session,
                  new PipelineUpkeep(session, pipeline, environment),
                  environment.upkeep()));
      started = true;
      return running;
    } finally {
      if (!started) {
        database.fail();
        database.close();
      }
    }
  }

  private EnvironmentFailures failures() {
    return new EnvironmentFailures(
        environment.lake().root(),
        options.source() == RefineOptions.Source.KAFKA
            ? Optional.of(new KafkaCluster(environment.kafka()))
            : Optional.empty());
  }

  /**
   * Lets Spark analyse the whole chain, so that a name or type that does not fit is told before
   * anything is locked or read.
   */
  private void check(SparkSession session) {
    try {
      new Refinement(pipeline, environment.registry())
          .apply(session.createDataFrame(List.of(), RawRecord.SCHEMA), functions.lit(false))
          .queryExecution()
          .assertAnalyzed();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      if (e instanceof AnalysisException analysis) {
        throw new AssayException(
            AssayException.Kind.USER,
            "The SQL of pipeline "
                + pipeline.name()
                + " does not fit its fields: "
                + analysis.getSimpleMessage(),
            e);
      }
      throw new AssayException(
          AssayException.Kind.INTERNAL, "The pipeline could not be analysed", e);
    }
  }
}
