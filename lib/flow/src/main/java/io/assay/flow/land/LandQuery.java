package io.assay.flow.land;

import io.assay.flow.kafka.ExpiredOffsets;
import io.assay.flow.kafka.FoundTopics;
import io.assay.flow.kafka.KafkaCluster;
import io.assay.flow.kafka.KafkaFailure;
import io.assay.flow.kafka.ScratchCheckpoint;
import io.assay.flow.kafka.TopicOffsets;
import io.assay.flow.upkeep.PipelineUpkeep;
import io.assay.flow.upkeep.UpkeepThread;
import io.assay.lake.Positions;
import io.assay.lake.RawTable;
import io.assay.lake.RawWriter;
import io.assay.lake.WriterIdentity;
import io.assay.model.AssayException;
import io.assay.runtime.JobContext;
import io.assay.runtime.RunningJob;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;

/**
 * The query of land: Kafka → raw table.
 *
 * <p>Each start goes on where the raw table says, whatever became of the checkpoint of the run
 * before: a lost or an old checkpoint loses nothing and doubles nothing.
 */
public final class LandQuery implements RunningJob {
  private static final String NAME = "land";
  private static final String POOL = "spark.scheduler.pool";

  private final SparkSession spark;
  private final LandSource source;
  private final RawWriter writer;
  private final ScratchCheckpoint checkpoint;
  private final StreamingQuery query;
  private final LandProgress progress;
  private final Optional<UpkeepThread> upkeep;

  private LandQuery(
      SparkSession spark,
      LandSource source,
      RawWriter writer,
      ScratchCheckpoint checkpoint,
      StreamingQuery query,
      LandProgress progress,
      Optional<UpkeepThread> upkeep) {
    this.spark = spark;
    this.source = source;
    this.writer = writer;
    this.checkpoint = checkpoint;
    this.query = query;
    this.progress = progress;
    this.upkeep = upkeep;
    spark.streams().addListener(progress);
  }

  /**
   * Checks that the topics are there and that nothing has expired, and starts the query.
   *
   * @throws AssayException if a topic is missing, Kafka cannot be reached, or records have expired
   *     and the options say to stop
   */
  public static LandQuery start(JobContext context, LandOptions options) {
    KafkaCluster cluster = new KafkaCluster(context.environment().kafka());
    TopicOffsets offsets = TopicOffsets.of(cluster, context.pipeline().source().subscription());
    try {
      return start(context, options, new LandSource(cluster, offsets, options));
    } catch (RuntimeException e) {
      offsets.close();
      throw e;
    }
  }

  private static LandQuery start(JobContext context, LandOptions options, LandSource source) {
    SparkSession spark = context.spark();
    String pipeline = context.pipeline().name();
    RawWriter writer =
        RawWriter.open(
            spark,
            new RawTable(context.environment().lake().raw(pipeline)),
            WriterIdentity.of(spark, context.runId()),
            Clock.systemUTC());
    Positions start = source.begin(spark, writer);
    ScratchCheckpoint checkpoint =
        new ScratchCheckpoint(
            context.environment().lake().checkpoint(pipeline, NAME),
            context.runId(),
            spark.sparkContext().hadoopConfiguration());
    checkpoint.startAt(spark, start);
    LandBatch batch =
        new LandBatch(
            writer,
            new CheckpointedEnds(spark, checkpoint.path()),
            source,
            context.progress().counter("landed"));
    spark.sparkContext().setLocalProperty(POOL, NAME);
    try {
      StreamingQuery query =
          source.stream(spark, start)
              .writeStream()
              .queryName(NAME)
              .trigger(options.trigger())
              .option("checkpointLocation", checkpoint.path())
              .foreachBatch((VoidFunction2<Dataset<Row>, Long>) batch::land)
              .start();
      LandProgress progress =
          new LandProgress(
              query.runId(), context.progress().gauge("lag"), checkpoint::removeOthers);
      FoundTopics.follow(query, source.offsets().topics(), start.topics());
      Optional<UpkeepThread> upkeep =
          UpkeepThread.ofLand(
              spark,
              new PipelineUpkeep(spark, context.pipeline(), context.environment()),
              context.environment().upkeep());
      return new LandQuery(spark, source, writer, checkpoint, query, progress, upkeep);
    } catch (TimeoutException e) {
      throw new AssayException(
          AssayException.Kind.EXTERNAL, "The query of land did not start in time.", e);
    } finally {
      spark.sparkContext().setLocalProperty(POOL, null);
    }
  }

  @Override
  public List<StreamingQuery> queries() {
    return List.of(query);
  }

  /** Names the records that Kafka has lost, or the brokers that do not answer. */
  @Override
  public Optional<AssayException> explain(Throwable failure) {
    if (!KafkaFailure.isDataLoss(failure)) {
      return KafkaFailure.ofBrokers(failure, source.cluster());
    }
    ExpiredOffsets expired =
        ExpiredOffsets.between(writer.positions(), source.offsets().earliest());
    return expired.isEmpty() ? Optional.empty() : Optional.of(expired.failure());
  }

  @Override
  public void close() {
    upkeep.ifPresent(UpkeepThread::close);
    spark.streams().removeListener(progress);
    checkpoint.remove();
    source.offsets().close();
  }
}
