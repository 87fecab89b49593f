package io.assay.engine;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import io.assay.engine.record.RawRecord;
import io.assay.engine.record.Refined;
import io.assay.engine.record.Refined.Fate;
import io.assay.model.ColumnType;
import io.assay.model.ColumnType.Simple;
import io.assay.model.Field;
import io.assay.model.Field.Ambiguity;
import io.assay.model.Field.Origin;
import io.assay.model.Format;
import io.assay.model.Pipeline;
import io.assay.model.RecordKind;
import io.assay.model.Rule;
import io.assay.model.Rule.Check;
import io.assay.model.Severity;
import io.assay.model.Source;
import io.assay.model.Table;
import io.assay.model.Table.Column;
import io.assay.model.Table.Keep;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.junit.jupiter.api.Test;

class RefinementTest {
  private static final SparkSession SPARK = TestSession.spark();

  @Test
  void aValidRecordGivesOneRowForEachTable() {
    Row refined =
        refine(
            "{\"id\":\"T1\",\"name\":\" tub \",\"quantity\":\"10"
                + " sqft\",\"in\":\"14/02/2020\",\"out\":\"21/02/2020\"}");

    assertThat(fate(refined)).isEqualTo(Fate.APPLY);
    assertThat(refined.<Object>getAs(Refined.FINDINGS)).isNull();
    assertThat(row(refined, 0)).containsExactly(3L, "tub");
    assertThat(row(refined, 1))
        .containsExactly(
            3L,
            "T1",
            "tub",
            new java.math.BigDecimal("10.000"),
            Date.valueOf("2020-02-14"),
            Date.valueOf("2020-02-21"));
  }

  @Test
  void everyRuleThatFailsIsFound() {
    Row refined = refine("{\"id\":\"X\",\"quantity\":\"many\",\"in\":\"14/02/2020\"}");

    assertThat(fate(refined)).isEqualTo(Fate.QUARANTINE);
    assertThat(rules(refined))
        .containsExactly(
            "type/amount", "present/name", "id-format/id", "quantity-readable/quantity");
  }

  @Test
  void aWarningKeepsTheRowAndNamesTheRule() {
    Row refined =
        refine("{\"id\":\"T1\",\"name\":\"barrel\",\"quantity\":\"1\",\"in\":\"14/02/2020\"}");

    assertThat(fate(refined)).isEqualTo(Fate.APPLY);
    assertThat(refined.<String>getList(refined.fieldIndex(Refined.WARNINGS)))
        .containsExactly("name-known");
    assertThat(row(refined, 1)).contains("barrel");
  }

  @Test
  void aDateThatOnlyMakesSenseAnotherWayIsAmbiguousAndCleared() {
    Row refined =
        refine(
            "{\"id\":\"T1\",\"name\":\"tub\",\"quantity\":\"1\",\"in\":\"27/02/2020\",\"out\":\"3/2/2020\"}");

    assertThat(fate(refined)).isEqualTo(Fate.APPLY);
    assertThat(rules(refined)).containsExactly("ambiguous/out_date");
    assertThat(findings(refined).get(0).<String>getAs("message"))
        .isEqualTo(
            "out_date reads as 2020-02-03 (d/M/yyyy), which fails out-after-in, and as 2020-03-02"
                + " (M/d/yyyy), which passes");
    assertThat(row(refined, 1)).endsWith(new Object[] {Date.valueOf("2020-02-27"), null});
  }

  @Test
  void aDateThatIsWrongEveryWayFailsItsRule() {
    Row refined =
        refine(
            "{\"id\":\"T1\",\"name\":\"tub\",\"quantity\":\"1\",\"in\":\"27/02/2020\",\"out\":\"13/1/2020\"}");
    assertThat(fate(refined)).isEqualTo(Fate.QUARANTINE);
    assertThat(rules(refined)).containsExactly("out-after-in/in_date");
  }

  @Test
  void anExpressionThatCannotBeComputedIsAFindingAndNotAFailure() {
    Row refined =
        refine(
            "{\"id\":\"T1\",\"name\":\"tub\",\"quantity\":\"1\",\"in\":\"14/02/2020\",\"ratio\":\"0\"}");

    assertThat(fate(refined)).isEqualTo(Fate.QUARANTINE);
    assertThat(rules(refined)).containsExactly("ratio-sane/ratio");
  }

  @Test
  void whatIsNoJsonIsQuarantinedAndNeverFiltered() {
    for (String value : List.of("{", "[]", "null", "", "{\"id\":1}}")) {
      Row refined = refine(value);
      assertThat(fate(refined)).describedAs(value).isEqualTo(Fate.QUARANTINE);
      assertThat(rules(refined))
          .describedAs(value)
          .hasSize(1)
          .allMatch(rule -> rule.startsWith("decode/"));
    }
  }

  @Test
  void aBlankRowIsFiltered() {
    assertThat(fate(refine("{\"id\":\" \",\"name\":\"\"}"))).isEqualTo(Fate.FILTER);
  }

  @Test
  void aRecordOfNoKindIsQuarantined() {
    Row refined = refine("elsewhere", "{}", false);

    assertThat(fate(refined)).isEqualTo(Fate.QUARANTINE);
    assertThat(rules(refined)).containsExactly("unmatched/null");
  }

  @Test
  void aReplayedRecordGivesNothing() {
    Row refined = refine("items", "{", true);

    assertThat(fate(refined)).isEqualTo(Fate.REPLAY);
    assertThat(refined.<Object>getAs(Refined.FINDINGS)).isNull();
  }

  @Test
  void aRuleOfSeverityFailDecidesTheFate() {
    Row refined =
        refine("{\"id\":\"T1\",\"name\":\"tub\",\"quantity\":\"1\",\"in\":\"14/02/1890\"}");

    assertThat(fate(refined)).isEqualTo(Fate.FAIL);
  }

  @Test
  void theCompiledChainGivesWhatTheDatasetGives() {
    List<Row> records = new ArrayList<>();
    for (String value :
        List.of(
            "{\"id\":\"T1\",\"name\":\" tub \",\"quantity\":\"10 sqft\",\"in\":\"14/02/2020\"}",
            "{",
            "{\"id\":\"T1\",\"name\":\"tub\",\"quantity\":\"1\",\"in\":\"27/02/2020\",\"out\":\"3/2/2020\"}",
            "{\"id\":\" \"}")) {
      records.add(record("items", value));
    }
    Dataset<Row> raw = SPARK.createDataFrame(records, RawRecord.SCHEMA);
    org.apache.spark.sql.Column[] columns = {
      col(Refined.FATE),
      col(Refined.FINDINGS),
      col(Refined.WARNINGS),
      col(Refined.row(0, 0)),
      col(Refined.row(0, 1))
    };
    CompiledRefinement compiled = CompiledRefinement.of(SPARK, pipeline(), columns);
    Dataset<Row> expected = new Refinement(pipeline()).apply(raw, lit(false)).select(columns);
    assertThat(compiled.isTimeless()).isTrue();
    assertThat(CompiledRows.of(compiled, raw, expected.schema()))
        .isEqualTo(expected.queryExecution().toRdd().toJavaRDD().map(InternalRow::copy).collect());
  }

  @Test
  void aRuleThatAsksForThePresentTimeIsCompiledAnew() {
    Rule today =
        rule(
            "not-yet",
            Severity.REJECT,
            new Check.Sql("in_date <= current_date()", List.of("in_date")));

    assertThat(CompiledRefinement.of(SPARK, pipeline(today), col(Refined.FATE)).isTimeless())
        .isFalse();
  }

  private static Row refine(String value) {
    return refine("items", value, false);
  }

  private static Row refine(String topic, String value, boolean replayed) {
    Row record =
        RowFactory.create(
            topic,
            0,
            7L,
            new Timestamp(0),
            0,
            "k".getBytes(StandardCharsets.UTF_8),
            value.getBytes(StandardCharsets.UTF_8),
            List.of());
    return new Refinement(pipeline())
        .apply(SPARK.createDataFrame(List.of(record), RawRecord.SCHEMA), lit(replayed))
        .collectAsList()
        .get(0);
  }

  private static Row record(String topic, String value) {
    return RowFactory.create(
        topic,
        0,
        7L,
        new Timestamp(0),
        0,
        "k".getBytes(StandardCharsets.UTF_8),
        value.getBytes(StandardCharsets.UTF_8),
        List.of());
  }

  private static Fate fate(Row refined) {
    return Fate.of(refined.getAs(Refined.FATE));
  }

  private static List<Row> findings(Row refined) {
    return refined.getList(refined.fieldIndex(Refined.FINDINGS));
  }

  private static List<String> rules(Row refined) {
    return findings(refined).stream()
        .map(finding -> finding.getAs("rule") + "/" + finding.getAs("field"))
        .toList();
  }

  private static List<Object> row(Row refined, int table) {
    Row row = refined.getStruct(refined.fieldIndex(Refined.row(0, table)));
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      values.add(row.get(i));
    }
    return values;
  }

  private static Pipeline pipeline(Rule... more) {
    List<Field> fields =
        List.of(
            member("id", "id", Simple.TEXT),
            member("name", "name", Simple.TEXT),
            member("quantity", "quantity", Simple.TEXT),
            date("in_date", "in"),
            date("out_date", "out"),
            member("ratio", "ratio", Simple.INTEGER),
            computed("amount", "cast(regexp_extract(quantity, '([0-9]+)', 1) as decimal(12,3))"),
            computed("half", "amount / 2"),
            Field.of("version", new Origin.Computed("cast(3 as bigint)"), Simple.BIGINT));
    List<Rule> rules =
        List.of(
            rule("present", Severity.REJECT, new Check.Required(List.of("id", "name"))),
            rule("id-format", Severity.REJECT, new Check.Pattern("id", "T[0-9]+")),
            rule(
                "quantity-readable",
                Severity.REJECT,
                new Check.Sql("quantity rlike '[0-9]'", List.of("quantity"))),
            rule(
                "out-after-in",
                Severity.REJECT,
                new Check.Sql("out_date >= in_date", List.of("in_date", "out_date"))),
            rule(
                "ratio-sane",
                Severity.REJECT,
                new Check.Sql("ratio is null or 10 div ratio > 0", List.of("ratio"))),
            rule("name-known", Severity.WARN, new Check.OneOf("name", List.of("tub", "pump"))),
            rule(
                "not-ancient",
                Severity.FAIL,
                new Check.Sql("in_date >= '1900-01-01'", List.of("in_date"))));
    List<Rule> all = new ArrayList<>(rules);
    all.addAll(List.of(more));
    Table part =
        new Table(
            "part",
            List.of("name"),
            List.of(column("name", "name", Simple.TEXT, false)),
            List.of(),
            Optional.empty(),
            Keep.FIRST);
    Table item =
        new Table(
            "item",
            List.of("id"),
            List.of(
                column("id", "id", Simple.TEXT, false),
                column("name", "name", Simple.TEXT, true),
                column("amount", "amount", new ColumnType.Decimal(12, 3), true),
                column("in_date", "in_date", Simple.DATE, true),
                column("out_date", "out_date", Simple.DATE, true)),
            List.of(),
            Optional.empty(),
            Keep.NEWEST);
    RecordKind kind =
        new RecordKind(
            "item",
            "_topic = 'items'",
            fields,
            Optional.of("id is null and name is null"),
            List.of("version"),
            Optional.empty(),
            all,
            "item",
            List.of(part, item));
    return new Pipeline(
        "test",
        "",
        new Source(List.of("items"), new Format.Json(), Source.NameMatching.RELAXED),
        List.of(kind),
        true);
  }

  private static Field member(String name, String from, ColumnType type) {
    return Field.of(name, new Origin.Member(List.of(from)), type);
  }

  private static Field date(String name, String from) {
    return Field.of(name, new Origin.Member(List.of(from)), Simple.DATE)
        .reading(List.of("d/M/yyyy"), List.of("M/d/yyyy"), Ambiguity.CLEAR);
  }

  private static Field computed(String name, String sql) {
    return Field.of(name, new Origin.Computed(sql), new ColumnType.Decimal(12, 3));
  }

  private static Rule rule(String name, Severity severity, Check check) {
    return new Rule(name, severity, Optional.empty(), check);
  }

  private static Column column(String name, String sql, ColumnType type, boolean nullable) {
    return new Column(name, sql, type, nullable);
  }
}
