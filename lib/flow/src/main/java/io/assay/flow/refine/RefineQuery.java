package io.assay.flow.refine;

import io.assay.engine.Refinement;
import io.assay.engine.function.AssayFunctions;
import io.assay.engine.record.RawRecord;
import io.assay.flow.kafka.FoundTopics;
import io.assay.flow.kafka.ScratchCheckpoint;
import io.assay.flow.upkeep.PipelineUpkeep;
import io.assay.flow.upkeep.UpkeepThread;
import io.assay.lake.Positions;
import io.assay.lake.RawTable;
import io.assay.model.AssayException;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import io.assay.postgres.BatchSource;
import io.assay.postgres.PipelineDatabase;
import io.assay.postgres.RunInfo;
import io.assay.postgres.TopicPartition;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;

/** Starts the refine query of a pipeline. */
public final class RefineQuery {
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
    AssayFunctions.register(session);
    check(session);
    PipelineDatabase database = PipelineDatabase.open(environment.database(), pipeline, run);
    try {
      database.requireNoneTripped();
      BatchSource source = BatchSource.valueOf(options.source().name());
      RefineBatch batch =
          new RefineBatch(
              database,
              environment.registry(),
              new RawTable(environment.lake().raw(pipeline.name())),
              source,
              options.end(),
              options.retries(),
              listener);
      SilverWriter silver =
          new SilverWriter(session, database, environment.registry(), environment.lake());
      silver.requireLedgerIsNotBehind();
      Optional<ScratchCheckpoint> scratch = scratch(session, run);
      String checkpoint = scratch.map(ScratchCheckpoint::path).orElseGet(this::checkpoint);
      Dataset<Row> records =
          scratch.isPresent()
              ? fromKafka(session, database, scratch.get())
              : fromLake(session, database);
      StreamingQuery query = write(records, batch, checkpoint).start();
      scratch.ifPresent(ScratchCheckpoint::removeOthers);
      if (options.source() == RefineOptions.Source.KAFKA) {
        FoundTopics.follow(
            query,
            pipeline.source().subscription(),
            database.applied().keySet().stream().map(TopicPartition::topic).toList());
      }
      return new RefineRun(
          session, query, batch, silver, database, scratch, options.end(), upkeep(session));
    } catch (Exception e) { // start() declares TimeoutException, and Spark throws undeclared ones
      database.fail();
      database.close();
      throw e instanceof RuntimeException unchecked
          ? unchecked
          : new AssayException(
              AssayException.Kind.EXTERNAL, "Refine did not start: " + e.getMessage(), e);
    }
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

  private Dataset<Row> fromKafka(
      SparkSession session, PipelineDatabase database, ScratchCheckpoint checkpoint) {
    KafkaBehindLedger kafka =
        new KafkaBehindLedger(environment.kafka(), pipeline.source().subscription());
    Positions start = kafka.start(database.applied());
    checkpoint.startAt(session, start);
    return kafka.stream(session, start, options.maxPerTrigger());
  }

  private Dataset<Row> fromLake(SparkSession session, PipelineDatabase database) {
    RawTable raw = new RawTable(environment.lake().raw(pipeline.name()));
    raw.createIfAbsent(session);
    KeptCheckpoint kept = new KeptCheckpoint(session, checkpoint());
    kept.takeBackToLedger(database);
    kept.leaveUnlessReadable(raw);
    Map<String, String> limits = new HashMap<>();
    options.maxPerTrigger().ifPresent(bytes -> limits.put("maxBytesPerTrigger", bytes + "b"));
    return raw.readStream(session, limits);
  }

  private Optional<UpkeepThread> upkeep(SparkSession session) {
    return UpkeepThread.ofRefine(
        session, new PipelineUpkeep(session, pipeline, environment), environment.upkeep());
  }

  /** From Kafka, the ledger says where to go on, and every run has a new checkpoint. */
  private Optional<ScratchCheckpoint> scratch(SparkSession session, RunInfo run) {
    return options.source() == RefineOptions.Source.KAFKA
        ? Optional.of(
            new ScratchCheckpoint(
                checkpoint(), run.runId(), session.sparkContext().hadoopConfiguration()))
        : Optional.empty();
  }

  private String checkpoint() {
    return environment.lake().checkpoint(pipeline.name(), queryName());
  }

  private String queryName() {
    return "refine-" + options.source().name().toLowerCase(Locale.ROOT);
  }

  private DataStreamWriter<Row> write(Dataset<Row> records, RefineBatch batch, String checkpoint) {
    return records
        .writeStream()
        .queryName(queryName())
        .option("checkpointLocation", checkpoint)
        .trigger(
            options
                .interval()
                .map(interval -> Trigger.ProcessingTime(interval.toMillis()))
                .orElseGet(Trigger::AvailableNow))
        .foreachBatch(batch);
  }
}
