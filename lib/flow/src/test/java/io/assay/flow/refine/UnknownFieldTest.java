package io.assay.flow.refine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.engine.function.AssayFunctions;
import io.assay.engine.record.RawRecord;
import io.assay.flow.TestSession;
import io.assay.flow.refine.RefineOptions.End;
import io.assay.flow.retry.Retries;
import io.assay.lake.RawTable;
import io.assay.model.AssayException;
import io.assay.model.Pipeline;
import io.assay.model.file.PipelineFile;
import io.assay.model.file.Rendered;
import io.assay.postgres.BatchSource;
import io.assay.postgres.PipelineDatabase;
import io.assay.postgres.RunInfo;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members that no field takes, and values that a table does not take yet, under each policy. */
class UnknownFieldTest {
  private static final SparkSession SPARK = TestSession.spark();
  private static final Retries NONE = new Retries(1, Duration.ofMillis(1), Duration.ofMillis(1));
  private static final String KIND =
      """
      pipeline = things
      source { topics = [things], format = json }
      silver = false
      %s
      records {
        thing {
          fields { id { from = id, type = text }, n { from = n, type = bigint }%s }
          filter = "n < 0"
          tables { thing { key = [id], columns { id = id%s } } }
        }
      }
      """;

  private final TestPostgres postgres = TestPostgres.fresh();
  private long offset;

  @TempDir Path folder;

  @BeforeAll
  static void registerFunctions() {
    AssayFunctions.register(SPARK);
  }

  @Test
  void withoutAPolicyTheyArePassedOver() throws Exception {
    refine(unknown(""), "{'id':'a','colour':'red'}");

    assertThat(postgres.rows("select id, assay_warnings from thing")).containsExactly("a|null");
    assertThat(postgres.rows("select rule from assay.finding")).isEmpty();
  }

  @Test
  void theyAreToldOnceAndTheRecordIsApplied() throws Exception {
    refine(
        unknown("warn"),
        "{'id':'a','colour':'red','size':3}",
        "{'id':'b','colour':'blue','none':null}",
        "{'id':'c','n':-1,'weight':2}");

    assertThat(postgres.rows("select id, assay_warnings from thing order by 1"))
        .containsExactly("a|null", "b|null");
    assertThat(
            postgres.rows(
                "select record_offset, rule, severity, field, value, message from assay.finding order by field"))
        .containsExactly(
            "0|unknown-field|warn|colour|red|no field takes it; its value is text",
            "0|unknown-field|warn|size|3|no field takes it; its value is bigint");
  }

  @Test
  void theRecordIsQuarantinedWithEveryReason() throws Exception {
    refine(
        unknown("quarantine"),
        "{'id':'a','colour':'red','size':3}",
        "{'id':'b','colour':null}",
        "{'id':'c','n':'x','colour':'red'}");

    assertThat(postgres.rows("select id from thing")).containsExactly("b");
    assertThat(
            postgres.rows(
                "select record_offset, rule, field, value from assay.finding order by 1, 2, 3"))
        .containsExactly(
            "0|unknown-field|colour|red",
            "0|unknown-field|size|3",
            "2|type|n|x",
            "2|unknown-field|colour|red");
  }

  @Test
  void theBatchFails() {
    assertThatThrownBy(() -> refine(unknown("fail"), "{'id':'a','colour':'red'}"))
        .isInstanceOfSatisfying(
            AssayException.class, e -> assertThat(e.kind()).isEqualTo(AssayException.Kind.DATA))
        .hasMessageContaining("rule unknown-field at things/0/0");
    assertThat(postgres.rows("select id from thing")).isEmpty();
  }

  @Test
  void theyGetColumnsOfTheirTypesWithTheBatchThatBringsThem() throws Exception {
    refine(unknown("apply"), "{'id':'z'}");

    refine(
        unknown("apply"),
        "{'id':'a','Colour ':'red','size':3,'sold':true,'parts':[1,2],'price':1.5,'either':1}",
        "{'id':'b','size':4000000000,'either':'x','order':null,'assay_batch':7}");

    assertThat(
            postgres.rows(
                "select column_name, data_type from information_schema.columns where table_name = 'thing' and (column_name not like 'assay%') order by 1"))
        .containsExactly(
            "colour_|text",
            "either|text",
            "id|text",
            "parts|jsonb",
            "price|double precision",
            "size|bigint",
            "sold|boolean",
            "x_assay_batch|bigint");
    assertThat(
            postgres.rows(
                "select id, colour_, size, sold, parts, price, either, x_assay_batch from thing where id <> 'z' order by 1"))
        .containsExactly("a|red|3|t|[1, 2]|1.5|1|null", "b|null|4000000000|null|null|null|x|7");
    assertThat(
            postgres.rows(
                "select c.kind, member, column_name, c.type, s.reason from assay.added_column c join assay.schema_change s using (batch_id) where place = 'thing.' || column_name and member = 'size' and c.batch_id = (select max(batch_id) from assay.batch)"))
        .containsExactly(
            "thing|size|size|bigint|is absent, should be bigint; schema-change.unknown-field = apply: records of the kind thing have the member 'size'");
    assertThat(postgres.rows("select rule from assay.finding")).isEmpty();
  }

  @Test
  void peerBug12AColumnThatAppearedWhileTheJobWasStoppedIsNotLost() throws Exception {
    refine(unknown("apply"), "{'id':'a'}");

    refine(unknown("apply"), "{'id':'b','colour':'red'}");
    refine(unknown("apply"), "{'id':'c','colour':'blue'}", "{'id':'d'}");
    refine(unknown("ignore"), "{'id':'e','colour':'green'}");

    assertThat(postgres.rows("select id, colour from thing order by 1"))
        .containsExactly("a|null", "b|red", "c|blue", "d|null", "e|green");
    assertThat(postgres.rows("select member from assay.added_column")).containsExactly("colour");
  }

  @Test
  void aLaterBatchOfTheSameRunMayBringMore() throws Exception {
    Pipeline pipeline = pipeline(unknown("apply"));
    try (PipelineDatabase database = open(pipeline)) {
      RefineBatch batch = batch(database);
      call(batch, "{'id':'a','colour':'red'}");
      call(batch, "{'id':'b','size':1}");
      call(batch, "{'id':'c','colour':'blue','size':2}");
    }

    assertThat(postgres.rows("select id, colour, size from thing order by 1"))
        .containsExactly("a|red|null", "b|null|1", "c|blue|2");
  }

  @Test
  void whatDoesNotFitAnAddedColumnIsQuarantined() throws Exception {
    refine(unknown("apply"), "{'id':'a','size':1}");
    refine(unknown("apply"), "{'id':'b','size':'large'}");

    assertThat(postgres.rows("select rule, field, value from assay.finding"))
        .containsExactly("type|size|large");
  }

  @Test
  void aDefinitionTakesAnAddedColumnOver() throws Exception {
    refine(unknown("apply"), "{'id':'a','colour':'red'}");

    refine(
        KIND.formatted(
            "",
            ", tint { from = colour, type = text }",
            ", tint { sql = tint, type = text, was = colour }"),
        "{'id':'b','colour':'blue'}");

    assertThat(postgres.rows("select id, tint from thing order by 1"))
        .containsExactly("a|red", "b|blue");
  }

  @Test
  void aBatchThatFailsLeavesNoColumnBehind() throws Exception {
    refine(unknown("apply"), "{'id':'z'}");
    String failing =
        unknown("apply")
            .replace(
                "tables {",
                "rules { never { check = \"id <> 'bad'\", severity = fail } }\ntables {");

    assertThatThrownBy(
            () -> refine(failing, "{'id':'a','colour':'red'}", "{'id':'bad','colour':'red'}"))
        .hasMessageContaining("rule never");

    assertThat(
            postgres.rows(
                "select 1 from information_schema.columns where table_name = 'thing' and column_name = 'colour'"))
        .isEmpty();
    assertThat(postgres.rows("select member from assay.added_column")).isEmpty();
  }

  @Test
  void aValueForAColumnThatTheTableLacksIsQuarantined() throws Exception {
    refine(unknown(""), "{'id':'a'}");

    refine(
        KIND.formatted("schema-change { add-column = quarantine }", "", ", n = n"),
        "{'id':'b','n':1}",
        "{'id':'c'}");

    assertThat(postgres.rows("select id from thing order by 1")).containsExactly("a", "c");
    assertThat(postgres.rows("select rule, field, value, message from assay.finding"))
        .containsExactly("schema-change-n|n|1|the table thing has no column n yet");
  }

  @Test
  void aValueThatANarrowColumnDoesNotTakeIsQuarantined() throws Exception {
    String narrow = KIND.formatted("", "", ", n { sql = \"cast(n as int)\", type = integer }");
    refine(narrow, "{'id':'a','n':1}");

    refine(
        KIND.formatted("schema-change { widen = quarantine }", "", ", n = n"),
        "{'id':'b','n':3000000000}",
        "{'id':'c','n':3}");

    assertThat(postgres.rows("select id, n from thing order by 1")).containsExactly("a|1", "c|3");
    assertThat(postgres.rows("select rule, field, value, message from assay.finding"))
        .containsExactly(
            "schema-change-n|n|3000000000|the column n of the table thing is still integer");
  }

  @Test
  void aDefinitionThatCannotGoOnIsRefusedAtTheStart() throws Exception {
    refine(unknown(""), "{'id':'a','n':1}");
    String sequenced = unknown("").replace("filter =", "sequence = n\nfilter =");

    assertThatThrownBy(() -> refine(sequenced, "{'id':'b','n':1}"))
        .isInstanceOfSatisfying(
            AssayException.class, e -> assertThat(e.kind()).isEqualTo(AssayException.Kind.USER))
        .hasMessageContaining(
            "cannot go on from its version " + Rendered.of(pipeline(unknown(""))).version())
        .hasMessageContaining("the sequence of the kind thing was Kafka's order and is n (bigint)");
    assertThat(postgres.rows("select count(*) from assay.run")).containsExactly("1");
  }

  private static String unknown(String action) {
    return KIND.formatted(
        action.isEmpty() ? "" : "schema-change { unknown-field = " + action + " }", "", "");
  }

  /** One run of the definition, with one batch. */
  private void refine(String definition, String... values) throws Exception {
    Pipeline pipeline = pipeline(definition);
    try (PipelineDatabase database = open(pipeline)) {
      call(batch(database), values);
    }
  }

  private static Pipeline pipeline(String definition) {
    return PipelineFile.parse("things.conf", definition, Map.of());
  }

  private PipelineDatabase open(Pipeline pipeline) {
    Rendered rendered = Rendered.of(pipeline);
    return PipelineDatabase.open(
        postgres.database(),
        pipeline,
        new RunInfo(UUID.randomUUID(), "app", "here", "test", rendered.version(), rendered.text()));
  }

  private RefineBatch batch(PipelineDatabase database) {
    return new RefineBatch(
        database,
        Optional.empty(),
        new RawTable(folder.resolve("raw").toUri().toString()),
        BatchSource.LAKE,
        End.STOPPED,
        NONE,
        (source, done) -> {});
  }

  private void call(RefineBatch batch, String... values) throws Exception {
    List<Row> records = new ArrayList<>();
    for (String value : values) {
      records.add(
          RowFactory.create(
              "things",
              0,
              offset,
              new Timestamp(1_700_000_000_000L + offset++),
              0,
              null,
              value.replace('\'', '"').getBytes(StandardCharsets.UTF_8),
              List.of()));
    }
    batch.call(SPARK.createDataFrame(records, RawRecord.SCHEMA).coalesce(1), 0L);
  }
}
