package io.assay.flow.land;

import io.assay.flow.kafka.FoundTopics;
import io.assay.flow.kafka.ScratchCheckpoint;
import io.assay.lake.Positions;
import io.assay.lake.RawTable;
import io.assay.lake.RawWriter;
import io.assay.lake.WriterIdentity;
import io.assay.model.AssayException;
import io.assay.runtime.JobContext;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stream of land, which can be started again when it has ended. Not thread-safe. */
final class LandStream {
  static final String NAME = "land";

  private static final Logger LOG = LoggerFactory.getLogger(LandStream.class);
  private static final String POOL = "spark.scheduler.pool";

  private final JobContext context;
  private final LandOptions options;
  private final LandSource source;
  private final Runnable afterBatch;
  private final LandFollowers followers;
  private final RawTable table;

  /**
   * @param afterBatch what is to be done after each batch
   * @param followers are told how far the raw table has come, at each start and after each batch
   */
  LandStream(
      JobContext context,
      LandOptions options,
      LandSource source,
      Runnable afterBatch,
      LandFollowers followers) {
    this.context = context;
    this.options = options;
    this.source = source;
    this.afterBatch = afterBatch;
    this.followers = followers;
    this.table = new RawTable(context.environment().lake().raw(context.pipeline().name()));
  }

  /** A stream that was started, and what it writes to. */
  record Started(
      StreamingQuery query, RawWriter writer, ScratchCheckpoint checkpoint, LandProgress progress) {
    void stop() {
      try {
        query.stop();
      } catch (TimeoutException e) {
        LOG.warn("The query {} did not stop in time: {}", query.name(), e.getMessage());
      }
    }
  }

  /** Starts it for the first time in a run; makes the raw table if it is absent. */
  Started start() {
    return start(Positions.none(), context.runId());
  }

  /**
   * Starts it again.
   *
   * @throws AssayException (EXTERNAL) if the raw table is not as the stream before has left it
   */
  Started startAgain(Started before) {
    table.requireThere(context.spark());
    return start(before.writer().positions(), UUID.randomUUID());
  }

  /** Removes what a stream that has ended leaves. */
  void clear(Started ended) {
    context.spark().streams().removeListener(ended.progress());
    ended.checkpoint().remove();
  }

  private Started start(Positions before, UUID id) {
    SparkSession spark = context.spark();
    RawWriter writer =
        RawWriter.open(spark, table, WriterIdentity.of(spark, context.runId()), Clock.systemUTC());
    requireNotBehind(writer, before);
    Positions start = source.begin(spark, writer);
    followers.reached(start);
    ScratchCheckpoint checkpoint =
        new ScratchCheckpoint(
            context.environment().lake().checkpoint(context.pipeline().name(), NAME),
            id,
            spark.sparkContext().hadoopConfiguration());
    checkpoint.startAt(spark, start);
    LandBatch batch =
        new LandBatch(
            writer,
            new CheckpointedEnds(spark, checkpoint.path()),
            source,
            records -> {
              context.metrics().committed(NAME, Instant.now());
              context.progress().counter("landed").addAndGet(records);
              followers.reached(writer.positions());
              followers.landed(records);
              afterBatch.run();
            });
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
      spark.streams().addListener(progress);
      FoundTopics.follow(query, source.offsets().topics(), start.topics());
      return new Started(query, writer, checkpoint, progress);
    } catch (TimeoutException e) {
      throw new AssayException(
          AssayException.Kind.EXTERNAL, "The query of land did not start in time.", e);
    } finally {
      spark.sparkContext().setLocalProperty(POOL, null);
    }
  }

  private void requireNotBehind(RawWriter writer, Positions before) {
    if (!writer.positions().advancedTo(before).equals(writer.positions())) {
      throw new AssayException(
          AssayException.Kind.EXTERNAL,
          "The raw table %s lacks what this run has landed there. Is another folder in its place, or was it restored? Nothing is landed until it is back; a new start goes on from what it has."
              .formatted(table.path()));
    }
  }
}
