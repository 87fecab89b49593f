package io.assay.flow.refine;

import io.assay.flow.kafka.FoundTopics;
import io.assay.flow.kafka.ScratchCheckpoint;
import io.assay.lake.Positions;
import io.assay.lake.RawTable;
import io.assay.model.AssayException;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import io.assay.postgres.PipelineDatabase;
import io.assay.postgres.TopicPartition;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;

/**
 * The stream of a run, from where the ledger says. It can be started again when it has ended. Not
 * thread-safe.
 */
final class RefineStream {
  private final SparkSession session;
  private final Pipeline pipeline;
  private final Environment environment;
  private final RefineOptions options;
  private final PipelineDatabase database;
  private final RawTable raw;

  RefineStream(
      SparkSession session,
      Pipeline pipeline,
      Environment environment,
      RefineOptions options,
      PipelineDatabase database) {
    this.session = session;
    this.pipeline = pipeline;
    this.environment = environment;
    this.options = options;
    this.database = database;
    this.raw = new RawTable(environment.lake().raw(pipeline.name()));
  }

  /**
   * A stream that was started.
   *
   * @param scratch its checkpoint, if no other stream goes on from it
   */
  record Started(StreamingQuery query, Optional<ScratchCheckpoint> scratch) {
    void clear() {
      scratch.ifPresent(ScratchCheckpoint::remove);
    }
  }

  /** Its name. */
  String name() {
    return "refine-" + options.source().name().toLowerCase(Locale.ROOT);
  }

  /** Starts it for the first time in a run. */
  Started start(RefineBatch batch, UUID runId) {
    if (options.source() == RefineOptions.Source.LAKE) {
      raw.createIfAbsent(session);
    }
    return start(batch, scratch(runId));
  }

  /** Starts it again, after it has ended. */
  Started startAgain(RefineBatch batch) {
    if (options.source() == RefineOptions.Source.LAKE) {
      raw.requireThere(session);
    }
    return start(batch, scratch(UUID.randomUUID()));
  }

  private Started start(RefineBatch batch, Optional<ScratchCheckpoint> scratch) {
    String checkpoint = scratch.map(ScratchCheckpoint::path).orElseGet(this::checkpoint);
    Dataset<Row> records = scratch.map(this::fromKafka).orElseGet(this::fromLake);
    try {
      StreamingQuery query = write(records, batch, checkpoint).start();
      scratch.ifPresent(ScratchCheckpoint::removeOthers);
      if (scratch.isPresent()) {
        FoundTopics.follow(
            query,
            pipeline.source().subscription(),
            database.applied().keySet().stream().map(TopicPartition::topic).toList());
      }
      return new Started(query, scratch);
    } catch (TimeoutException e) {
      throw new AssayException(
          AssayException.Kind.EXTERNAL, "Refine did not start: " + e.getMessage(), e);
    }
  }

  private Dataset<Row> fromKafka(ScratchCheckpoint checkpoint) {
    KafkaBehindLedger kafka =
        new KafkaBehindLedger(environment.kafka(), pipeline.source().subscription());
    Positions start = kafka.start(database.applied());
    checkpoint.startAt(session, start);
    return kafka.stream(session, start, options.maxPerTrigger());
  }

  private Dataset<Row> fromLake() {
    KeptCheckpoint kept = new KeptCheckpoint(session, checkpoint());
    kept.takeBackToLedger(database);
    kept.leaveUnlessReadable(raw);
    Map<String, String> limits = new HashMap<>();
    options.maxPerTrigger().ifPresent(bytes -> limits.put("maxBytesPerTrigger", bytes + "b"));
    return raw.readStream(session, limits);
  }

  /** From Kafka, the ledger says where to go on, and every stream has a new checkpoint. */
  private Optional<ScratchCheckpoint> scratch(UUID id) {
    return options.source() == RefineOptions.Source.KAFKA
        ? Optional.of(
            new ScratchCheckpoint(checkpoint(), id, session.sparkContext().hadoopConfiguration()))
        : Optional.empty();
  }

  private String checkpoint() {
    return environment.lake().checkpoint(pipeline.name(), name());
  }

  private DataStreamWriter<Row> write(Dataset<Row> records, RefineBatch batch, String checkpoint) {
    return records
        .writeStream()
        .queryName(name())
        .option("checkpointLocation", checkpoint)
        .trigger(
            options
                .interval()
                .map(interval -> Trigger.ProcessingTime(interval.toMillis()))
                .orElseGet(Trigger::AvailableNow))
        .foreachBatch(batch);
  }
}
