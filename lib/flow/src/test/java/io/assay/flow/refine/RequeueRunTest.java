package io.assay.flow.refine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.engine.function.AssayFunctions;
import io.assay.engine.record.RawRecord;
import io.assay.flow.TestSession;
import io.assay.flow.retry.Retries;
import io.assay.lake.Positions;
import io.assay.lake.RawTable;
import io.assay.lake.RawWriter;
import io.assay.lake.SilverTable;
import io.assay.lake.WriterIdentity;
import io.assay.model.AssayException;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import io.assay.model.file.PipelineFile;
import io.assay.postgres.DatabaseConnector;
import io.assay.postgres.PipelineDatabase;
import io.assay.postgres.quarantine.Quarantine;
import io.assay.postgres.quarantine.Selection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run of its own for what was requeued, after runs of refine from a raw table. */
class RequeueRunTest {
  private static final SparkSession SPARK = TestSession.spark();

  private final TestPostgres postgres = TestPostgres.fresh();
  private Environment environment;
  @TempDir Path folder;

  @BeforeAll
  static void registerFunctions() {
    AssayFunctions.register(SPARK);
  }

  @BeforeEach
  void nameThePlaces() {
    environment =
        new Environment(
            "test",
            new Environment.Kafka("nowhere:9092", Map.of(), Map.of()),
            new Environment.Lake(folder.toUri().toString()),
            postgres.database());
  }

  @Test
  void columnsThatUnknownMembersGotBeforeAreFilled() throws Exception {
    land(
        "{'id':'a','n':1,'colour':'red','size':3}",
        "{'id':'b','n':50,'colour':'blue','size':4}",
        "{'id':'c','n':500,'colour':'green'}");
    refine(things(9, "apply"));
    assertThat(postgres.rows("select member from assay.added_column order by 1"))
        .containsExactly("colour", "size");
    requeue();

    RequeueRun.Outcome outcome = RequeueRun.run(SPARK, things(99, "ignore"), environment);

    assertThat(outcome).isEqualTo(new RequeueRun.Outcome(1, 0, 0, 0, 1));
    assertThat(postgres.rows("select id, n, colour, size from thing order by id"))
        .containsExactly("a|1|red|3", "b|50|blue|4");
    assertThat(silver()).containsExactly("a|1|red|3", "b|50|blue|4");
    assertThat(
            postgres.rows(
                "select record_offset, state, outcome from assay.quarantine order by record_offset"))
        .containsExactly("1|resolved|applied", "2|open|null");
  }

  @Test
  void membersThatNoRunHasSeenBeforeGetColumns() throws Exception {
    land("{'id':'a','n':1,'colour':'red'}", "{'id':'b','n':50,'weight':2}");
    refine(things(9, "apply"));
    requeue();

    RequeueRun.run(SPARK, things(99, "apply"), environment);

    assertThat(postgres.rows("select id, colour, weight from thing order by id"))
        .containsExactly("a|red|null", "b|null|2");
    assertThat(
            postgres.rows(
                "select b.source from assay.added_column c join assay.batch b using (batch_id) order by member"))
        .containsExactly("lake", "requeued");
  }

  @Test
  void itDoesNotBeginWhileAnotherRunHasThePipeline() throws Exception {
    land("{'id':'a','n':50}");
    Pipeline pipeline = things(9, "apply");
    refine(pipeline);
    requeue();

    try (PipelineDatabase working =
        PipelineDatabase.open(
            postgres.database(), pipeline, RunDetails.of(pipeline, UUID.randomUUID(), SPARK))) {
      assertThatThrownBy(() -> RequeueRun.run(SPARK, things(99, "apply"), environment))
          .isInstanceOf(AssayException.class)
          .hasMessageContaining(working.pipeline().name());
    }

    assertThat(postgres.rows("select state from assay.quarantine")).containsExactly("requeued");
    assertThat(RequeueRun.run(SPARK, things(99, "apply"), environment).applied()).isEqualTo(1);
  }

  private static Pipeline things(int most, String unknown) {
    return PipelineFile.parse(
        "things.conf",
        """
        pipeline = things
        source { topics = [things], format = json }
        schema-change { unknown-field = %s }
        records {
          thing {
            fields { id { from = id, type = text }, n { from = n, type = bigint } }
            rules { small { field = n, range = [0, %d] } }
            tables { thing { key = [id], columns { id = id, n = n } } }
          }
        }
        """
            .formatted(unknown, most),
        Map.of());
  }

  private void refine(Pipeline pipeline) throws Exception {
    RefineOptions options =
        new RefineOptions(
            RefineOptions.Source.LAKE,
            Optional.empty(),
            OptionalLong.empty(),
            RefineOptions.End.CAUGHT_UP,
            new Retries(2, Duration.ofMillis(10), Duration.ofMillis(20)));
    try (RefineRun run =
        new RefineQuery(pipeline, environment, options)
            .start(
                SPARK, RunDetails.of(pipeline, UUID.randomUUID(), SPARK), (source, batch) -> {})) {
      run.query().awaitTermination();
    }
  }

  private void requeue() throws Exception {
    try (Connection connection = new DatabaseConnector(postgres.database()).open("test")) {
      new Quarantine(connection, "things").requeue(Selection.ALL, "me", Optional.of("corrected"));
    }
  }

  private void land(String... values) {
    List<Row> records = new ArrayList<>();
    for (String value : values) {
      records.add(
          RowFactory.create(
              "things",
              0,
              (long) records.size(),
              new Timestamp(1_700_000_000_000L + records.size()),
              0,
              null,
              value.replace('\'', '"').getBytes(StandardCharsets.UTF_8),
              List.of()));
    }
    Dataset<Row> landed = SPARK.createDataFrame(records, RawRecord.SCHEMA);
    RawTable raw = new RawTable(environment.lake().raw("things"));
    RawWriter.open(SPARK, raw, WriterIdentity.of(SPARK, UUID.randomUUID()), Clock.systemUTC())
        .append(landed, Positions.none().with("things", 0, values.length));
  }

  private List<String> silver() {
    return new SilverTable(environment.lake().silver("things", "thing"), "things/thing")
        .read(SPARK).selectExpr("id", "n", "colour", "size").orderBy("id").collectAsList().stream()
            .map(row -> row.mkString("|"))
            .toList();
  }
}
