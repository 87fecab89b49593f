package io.assay.flow.land;

import io.assay.flow.TestSession;
import io.assay.flow.kafka.TestKafka;
import io.assay.flow.retry.Retries;
import io.assay.lake.RawTable;
import io.assay.model.AssayException;
import io.assay.model.Environment;
import io.assay.model.Format;
import io.assay.model.Pipeline;
import io.assay.model.Source;
import io.assay.model.Topics;
import io.assay.runtime.JobContext;
import io.assay.runtime.metrics.JobMetrics;
import io.assay.runtime.option.CommandLine;
import io.assay.runtime.progress.ProgressBoard;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;

/** A lake, some topics, and runs of land that bring them together. */
final class LandRun {
  static final LandOptions AVAILABLE_NOW =
      new LandOptions(
          Trigger.AvailableNow(), 1_000_000, Starting.EARLIEST, OnDataLoss.FAIL, Retries.PATIENT);

  private final Environment environment;
  private final Pipeline pipeline;
  private final ProgressBoard board = new ProgressBoard();

  LandRun(Path lake, String... topics) {
    this(lake, new Topics.Named(List.of(topics)));
  }

  LandRun(Path lake, Topics topics) {
    this(lake, topics, TestKafka.shared().environment());
  }

  LandRun(Path lake, Topics topics, Environment.Kafka kafka) {
    Source source =
        new Source(topics, new Format.Json(), Format.Text.WHOLE, Source.NameMatching.EXACT);
    pipeline = new Pipeline("test", "", source, List.of(), false);
    environment =
        new Environment(
            "test",
            kafka,
            new Environment.Lake(lake.toUri().toString()),
            new Environment.Database(
                "jdbc:postgresql://127.0.0.1:1/none",
                "none",
                Optional.empty(),
                "public",
                Duration.ofSeconds(1),
                Duration.ofSeconds(1)));
  }

  /** Starts to land. */
  LandQuery start(LandOptions options) {
    return start(TestSession.spark(), options);
  }

  /** Starts to land in a session of its own: a name of a query is taken once in a session. */
  LandQuery start(SparkSession session, LandOptions options) {
    CommandLine none = CommandLine.named("test", "").build();
    return LandQuery.start(
        new JobContext(
            session,
            pipeline,
            environment,
            none.parse(new String[0], System.out).orElseThrow(),
            UUID.randomUUID(),
            board,
            new JobMetrics(pipeline.name())),
        options);
  }

  /** Lands what is there. */
  void landAll() throws StreamingQueryException {
    landAll(AVAILABLE_NOW);
  }

  void landAll(LandOptions options) throws StreamingQueryException {
    try (LandQuery query = start(options)) {
      query.queries().get(0).awaitTermination();
    }
  }

  /** Awaits the end of a query for so long; why it ended, {@link #failure} tells. */
  static boolean ended(StreamingQuery query, long millis) {
    try {
      return query.awaitTermination(millis);
    } catch (StreamingQueryException e) {
      return true;
    }
  }

  /** Awaits that a query fails; its failure as users are told it. */
  static AssayException failure(LandQuery query) {
    try {
      query.queries().get(0).awaitTermination();
      throw new AssertionError("The query ended without a failure");
    } catch (StreamingQueryException e) {
      return query.explain(e).orElseGet(() -> causedBy(e));
    }
  }

  private static AssayException causedBy(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof AssayException understood) {
        return understood;
      }
    }
    throw new AssertionError("Not understood", failure);
  }

  RawTable table() {
    return new RawTable(environment.lake().raw(pipeline.name()));
  }

  String checkpoints() {
    return environment.lake().checkpoint(pipeline.name(), "land");
  }

  long counted() {
    return board.counter("landed").get();
  }

  List<Row> rows(String... columns) {
    return table()
        .read(TestSession.spark())
        .orderBy("topic", "partition", "offset")
        .selectExpr(columns)
        .collectAsList();
  }

  /** The landed values as text, in the order of their coordinates. */
  List<String> values() {
    return rows("cast(value as string)").stream().map(row -> row.getString(0)).toList();
  }
}
