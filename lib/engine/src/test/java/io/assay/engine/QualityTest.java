package io.assay.engine;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.engine.record.RawRecord;
import io.assay.engine.record.Refined;
import io.assay.engine.record.Refined.Fate;
import io.assay.model.AssayException;
import io.assay.model.Pipeline;
import io.assay.model.file.PipelineFile;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Forms of text, freshness, conditions, masks, alternatives, constants, defaults, and costs. */
class QualityTest {
  private static final SparkSession SPARK = TestSession.spark();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "email | ada@example.org | true",
        "email | ada.lovelace+x@mail.example.co.uk | true",
        "email | ada@example | false",
        "email | ada@@example.org | false",
        "email | ada example.org | false",
        "url | https://example.org/a?b=c#d | true",
        "url | http://192.0.2.1:8080/ | true",
        "url | example.org | false",
        "url | gopher://example.org | false",
        "url | http://example.notatoplevel/ | false",
        "uuid | 009c8453-e395-5e81-8ad2-a8d1587395df | true",
        "uuid | 009C8453-E395-5E81-8AD2-A8D1587395DF | true",
        "uuid | 009c8453e3955e818ad2a8d1587395df | false",
        "phone | +49 30 901820 | true",
        "phone | +49 12 | false",
        "phone | 030 901820 | false",
        "phone, region = DE | 030 901820 | true",
        "phone, region = DE | (030) 90 18-20 | true",
        "phone, region = DE | +44 20 7031 3000 | true",
        "phone, region = GB | 020 7031 3000 | true",
        "phone, region = DE | call me | false"
      })
  void aTextIsInItsFormOrNot(String form, String text, boolean holds) {
    Pipeline pipeline = pipeline("form { field = text, format = " + form + " }");

    Row refined = refine(pipeline, "{\"id\":\"x\",\"text\":\"" + text + "\"}");

    assertThat(rules(refined)).isEqualTo(holds ? List.of() : List.of("form/text"));
    assertThat(rules(refine(pipeline, "{\"id\":\"x\"}"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2023-11-14T21:13:20Z, true",
    "2023-11-14T21:13:19Z, false",
    "2023-11-14T22:18:20Z, true",
    "2023-11-14T22:18:21Z, false"
  })
  void freshnessIsMeasuredAgainstTheRecordsTimestamp(String time, boolean holds) {
    Pipeline pipeline =
        pipeline(
            "fresh { freshness { field = time, max-age = 1 hour, max-future = 5 minutes }, severity = warn }");

    Row refined = refine(pipeline, "{\"id\":\"x\",\"time\":\"" + time + "\"}");

    assertThat(rules(refined)).isEqualTo(holds ? List.of() : List.of("fresh/time"));
    assertThat(findings(refined))
        .allSatisfy(
            finding ->
                assertThat(finding.<String>getAs("message"))
                    .isEqualTo(
                        "time is more than 3600 seconds before or more than 300 seconds after the record's timestamp"));
    assertThat(rules(refine(pipeline, "{\"id\":\"x\"}"))).isEmpty();
  }

  @Test
  void aRuleIsAskedOnlyWhereItsConditionHoldsOrCannotBeComputed() {
    Pipeline pipeline = pipeline("named { required = [text], when = \"1 / number > 0\" }");

    assertThat(rules(refine(pipeline, "{\"id\":\"x\",\"number\":1}")))
        .containsExactly("named/text");
    assertThat(rules(refine(pipeline, "{\"id\":\"x\",\"number\":-1}"))).isEmpty();
    assertThat(rules(refine(pipeline, "{\"id\":\"x\"}"))).isEmpty();
    assertThat(rules(refine(pipeline, "{\"id\":\"x\",\"number\":0}")))
        .containsExactly("named/text");
  }

  @Test
  void aMaskedValueIsInNoFinding() {
    Pipeline pipeline =
        pipeline(
            """
            short { field = secret, length = [1, 3] }
            other { check = "secret <> 'geheim'", fields = [id, secret] }
            """);

    Row refined =
        refine(pipeline, "{\"id\":\"x\",\"secret\":\"geheim\",\"secret_number\":\"geheim\"}");

    assertThat(rules(refined)).containsExactly("type/secret_number", "short/secret", "other/id");
    assertThat(findings(refined))
        .extracting(finding -> finding.<String>getAs("value"))
        .containsExactly("*** (6 characters)", "*** (6 characters)", "x, *** (6 characters)");
    assertThat(findings(refined).get(0).<String>getAs("message"))
        .isEqualTo("secret_number: '*** (6 characters)' does not fit its type");
    assertThat(findings(refined).subList(0, 2).toString()).doesNotContain("geheim");
  }

  @Test
  void aValueThatDoesNotDecodeIsNotShownWhereFieldsAreMasked() {
    Row refined = refine(pipeline(""), "{\"id\": geheim }");

    assertThat(findings(refined)).hasSize(1);
    assertThat(findings(refined).get(0).<String>getAs("value")).isNull();
    assertThat(findings(refined).get(0).<String>getAs("message"))
        .startsWith("the value does not decode (line 1, column ")
        .doesNotContain("geheim");
  }

  @Test
  void aMaskedDateWithTwoReadingsShowsNeither() {
    Pipeline pipeline = pipeline("late { check = \"birth > '2020-02-27'\", fields = [birth] }");

    Row refined = refine(pipeline, "{\"id\":\"x\",\"birth\":\"3/2/2020\"}");

    assertThat(rules(refined)).containsExactly("ambiguous/birth");
    assertThat(findings(refined).get(0).toString()).doesNotContain("2020");
  }

  @Test
  void theFirstMemberThatIsThereAndNotBlankCounts() {
    Pipeline pipeline = pipeline("");

    assertThat(first(pipeline, "{\"id\":\"x\",\"a\":1,\"b\":{\"c\":2}}")).isEqualTo(1);
    assertThat(first(pipeline, "{\"id\":\"x\",\"a\":\" \",\"b\":{\"c\":2}}")).isEqualTo(2);
    assertThat(first(pipeline, "{\"id\":\"x\",\"b\":{\"c\":2}}")).isEqualTo(2);
    assertThat(first(pipeline, "{\"id\":\"x\",\"a\":null}")).isEqualTo(-1);
    assertThat(rules(refine(pipeline, "{\"id\":\"x\",\"a\":\"one\",\"b\":{\"c\":2}}")))
        .containsExactly("type/first");
  }

  @Test
  void aConstantAndADefaultAreOfTheFieldsType() {
    Row refined = refine(pipeline(""), "{\"id\":\"x\"}");

    assertThat(fields(refined).<String>getAs("channel")).isEqualTo("desk");
    assertThat(fields(refined).<Object>getAs("since"))
        .isEqualTo(java.sql.Date.valueOf("2020-01-31"));
  }

  @Test
  void aDefaultThatItsFormatsDoNotReadIsToldAtOnce() {
    assertThatThrownBy(() -> new Refinement(pipeline("", "31.01.2020")))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("The default of the field since, '31.01.2020', is no date")
        .extracting("kind")
        .isEqualTo(AssayException.Kind.USER);
  }

  @Test
  void theCostOfARuleIsMeasuredOnItsOwn() throws Exception {
    Pipeline pipeline =
        pipeline(
            """
            cheap { required = [id, text] }
            dear { check = "sha2(repeat(text, 100000), 512) <> 'x'" }
            """);
    RuleTiming timing = RuleTiming.of(SPARK, pipeline);
    assertThat(timing.rules()).containsExactly(List.of("cheap", "dear"));

    List<Map<String, Long>> measured =
        dataset("{\"id\":\"x\",\"text\":\"abc\"}")
            .queryExecution()
            .toRdd()
            .toJavaRDD()
            .mapPartitionsWithIndex(
                (partition, rows) -> {
                  RuleTiming.Task task = timing.task(partition);
                  List<Map<String, Long>> nanos = new java.util.ArrayList<>();
                  rows.forEachRemaining(
                      row ->
                          nanos.add(
                              task.nanos(row, new GenericInternalRow(new Object[] {false}), 0)));
                  return nanos.iterator();
                },
                true)
            .collect();

    assertThat(measured).hasSize(1);
    assertThat(measured.get(0)).containsOnlyKeys("cheap", "dear");
    assertThat(measured.get(0).get("dear")).isGreaterThan(10 * measured.get(0).get("cheap"));
  }

  private static int first(Pipeline pipeline, String value) {
    Integer first = fields(refine(pipeline, value)).getAs("first");
    return first == null ? -1 : first;
  }

  private static Row fields(Row refined) {
    return refined.getAs(Refined.fields(0));
  }

  private static Row refine(Pipeline pipeline, String value) {
    List<Row> refined = new Refinement(pipeline).apply(dataset(value), lit(false)).collectAsList();
    assertThat(refined).hasSize(1);
    Row row = refined.get(0);
    List<Row> findings = findings(row);
    boolean refused =
        findings.stream().anyMatch(finding -> finding.getAs("severity").equals("reject"));
    assertThat(Fate.of(row.getAs(Refined.FATE))).isEqualTo(refused ? Fate.QUARANTINE : Fate.APPLY);
    return row;
  }

  private static Dataset<Row> dataset(String value) {
    return SPARK
        .createDataFrame(
            List.of(
                RowFactory.create(
                    "items",
                    0,
                    7L,
                    new Timestamp(1_700_000_000_000L),
                    0,
                    null,
                    value.getBytes(StandardCharsets.UTF_8),
                    List.of())),
            RawRecord.SCHEMA)
        .select(
            List.of(RawRecord.SCHEMA.fieldNames()).stream()
                .map(name -> col(name))
                .toArray(org.apache.spark.sql.Column[]::new));
  }

  private static List<Row> findings(Row refined) {
    List<Row> findings = refined.getList(refined.fieldIndex(Refined.FINDINGS));
    return findings == null ? List.of() : findings;
  }

  private static List<String> rules(Row refined) {
    return findings(refined).stream()
        .map(finding -> finding.getAs("rule") + "/" + finding.getAs("field"))
        .toList();
  }

  private static Pipeline pipeline(String rules) {
    return pipeline(rules, "31/01/2020");
  }

  private static Pipeline pipeline(String rules, String since) {
    return PipelineFile.parse(
        "quality.conf",
        """
        pipeline = quality
        source { topics = [items], format = json }
        records {
          item {
            fields {
              id { from = id, type = text }
              text { from = text, type = text }
              number { from = number, type = integer }
              time { from = time, type = timestamp }
              secret { from = secret, type = text, mask = true }
              secret_number { from = secret_number, type = integer, mask = true }
              birth { from = birth, type = date, formats = ["d/M/yyyy"], also = ["M/d/yyyy"], mask = true }
              first { coalesce = [a, "b.c"], type = integer }
              channel { constant = desk, type = text }
              since { from = since, type = date, formats = ["d/M/yyyy"], default = "%s" }
            }
            rules {
              %s
            }
            tables { item { key = [id], columns { id = id } } }
          }
        }
        """
            .formatted(since, rules),
        Map.of());
  }
}
