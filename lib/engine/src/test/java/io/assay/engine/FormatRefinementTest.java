package io.assay.engine;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import io.assay.engine.record.RawRecord;
import io.assay.engine.record.Refined;
import io.assay.engine.record.Refined.Fate;
import io.assay.model.Pipeline;
import io.assay.model.file.PipelineFile;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** Records in other formats than JSON, all the way to their rows. */
class FormatRefinementTest {
  private static final Pipeline CUSTOMERS =
      pipeline(
          """
          pipeline = customers
          source {
            topics = [customers]
            format = debezium
            key { format = debezium }
          }
          records {
            truncate {
              when = "_op = 't'"
              fields { op { from = _op, type = text }, table { from = "_source.table", type = text } }
              tables { truncation { key = [table], columns { table = table, op = op } } }
            }
            customer {
              fields {
                id    { from = id, type = integer }
                name  { from = name, type = text }
                since { from = since, type = date, unit = days }
                was   { from = "_before.name", type = text }
                at    { from = _ts_ms, type = timestamp, unit = millis }
                key   { from = { key = id }, type = integer }
              }
              filter = "_op = 'r'"
              delete { when = "_op = 'd' or _tombstone", key { id = "cast(_key.id as int)" } }
              tables { customer { key = [id], columns { id = id, name = name, since = since, was = was, at = at, key = key } } }
            }
          }
          """);

  private static final SparkSession SPARK = TestSession.spark();

  @Test
  void aChangeEventBecomesARow() {
    Row refined =
        refine(
            CUSTOMERS,
            "{\"id\": 7}",
            """
            {"before": {"id": 7, "name": "old"}, "after": {"id": 7, "name": "new", "since": 18262}, "op": "u", "ts_ms": 1577836800001}
            """);

    assertThat(fate(refined)).isEqualTo(Fate.APPLY);
    assertThat(row(refined, 1).toString())
        .isEqualTo("[7,new,2020-01-01,old,2020-01-01 00:00:00.001,7]");
    assertThat(refined.<Object>getAs(Refined.SCHEMA_ID)).isNull();
  }

  @Test
  void aDeleteIsKnownByItsLetterAndItsKey() {
    Row refined =
        refine(
            CUSTOMERS, "{\"id\": 7}", "{\"before\": {\"id\": 7}, \"after\": null, \"op\": \"d\"}");

    assertThat(refined.<Integer>getAs(Refined.OPERATION)).isEqualTo(Refined.DELETE);
    assertThat(row(refined, 1).toString()).isEqualTo("[7,null,null,null,null,null]");
  }

  @Test
  void aTombstoneHasNoLetterButAKey() {
    Row refined = refine(CUSTOMERS, "{\"payload\": {\"id\": 8}}", null);

    assertThat(fate(refined)).isEqualTo(Fate.APPLY);
    assertThat(refined.<Integer>getAs(Refined.OPERATION)).isEqualTo(Refined.DELETE);
    assertThat(row(refined, 1).getInt(0)).isEqualTo(8);
  }

  @Test
  void aTruncateIsARecordToo() {
    Row refined =
        refine(CUSTOMERS, null, "{\"payload\": {\"source\": {\"table\": \"c\"}, \"op\": \"t\"}}");

    assertThat(row(refined, 0).toString()).isEqualTo("[c,t]");
  }

  @Test
  void transactionsAndWhatAFilterNamesAreFiltered() {
    assertThat(fate(refine(CUSTOMERS, null, "{\"status\": \"END\", \"id\": \"5\"}")))
        .isEqualTo(Fate.FILTER);
    assertThat(fate(refine(CUSTOMERS, null, "{\"after\": {\"id\": 1}, \"op\": \"r\"}")))
        .isEqualTo(Fate.FILTER);
  }

  @Test
  void whatIsNoChangeEventIsQuarantined() {
    Row refined = refine(CUSTOMERS, "{\"id\": 1}", "{\"id\": 1}");

    assertThat(fate(refined)).isEqualTo(Fate.QUARANTINE);
    assertThat(findings(refined))
        .containsExactly(
            "decode: the value is no change event: it has neither op nor status ({\"id\": 1})");
  }

  @Test
  void aKeyThatDoesNotDecodeIsAFinding() {
    Row refined = refine(CUSTOMERS, "7x", "{\"after\": {\"id\": 1}, \"op\": \"c\"}");

    assertThat(fate(refined)).isEqualTo(Fate.QUARANTINE);
    assertThat(findings(refined).get(0)).startsWith("decode: the key does not decode: ");
  }

  @Test
  void groupsOfATextKeyAndValueAreMembers() {
    Pipeline pipeline =
        pipeline(
            """
            pipeline = sizes
            source {
              topics = [sizes]
              format = text
              text { pattern = "(?<product>.+)=(?<size>[0-9]+)" }
              key { format = text, text { pattern = "(?<tenant>[a-z]+)/(?<rest>.*)" } }
            }
            records { size {
              fields {
                tenant { from = { key = tenant }, type = text }
                product { from = product, type = text }
                size { from = size, type = integer }
              }
              when = "_key.tenant <> 'x'"
              tables { size { key = [tenant, product], columns { tenant = tenant, product = product, size = size } } }
            } }
            """);

    assertThat(row(refine(pipeline, "a/1", "tub=12\n"), 0).toString()).isEqualTo("[a,tub,12]");
    assertThat(fate(refine(pipeline, "x/1", "tub=12"))).isEqualTo(Fate.QUARANTINE);
    assertThat(findings(refine(pipeline, "a/1", "tub")))
        .containsExactly("decode: the text does not match (?<product>.+)=(?<size>[0-9]+) (tub)");
  }

  @Test
  void aCompiledRefinementTranslatesToo() {
    assertThat(
            CompiledRefinement.of(
                    SPARK, CUSTOMERS, org.apache.spark.sql.functions.col(Refined.FATE))
                .isTimeless())
        .isTrue();
  }

  private static Pipeline pipeline(String text) {
    return PipelineFile.parse("test.conf", text, Map.of());
  }

  private static Row refine(Pipeline pipeline, String key, String value) {
    Row record =
        RowFactory.create(
            pipeline.source().topics().get(0),
            0,
            1L,
            Timestamp.valueOf("2024-01-01 00:00:00"),
            0,
            bytes(key),
            bytes(value),
            null);
    return new Refinement(pipeline)
        .apply(SPARK.createDataFrame(List.of(record), RawRecord.SCHEMA), lit(false))
        .collectAsList()
        .get(0);
  }

  private static byte[] bytes(String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  private static Fate fate(Row refined) {
    return Fate.of(refined.getAs(Refined.FATE));
  }

  private static Row row(Row refined, int kind) {
    return refined.getAs(Refined.row(kind, 0));
  }

  private static List<String> findings(Row refined) {
    return refined.<Row>getList(refined.fieldIndex(Refined.FINDINGS)).stream()
        .map(
            finding ->
                finding.getAs("rule")
                    + ": "
                    + finding.getAs("message")
                    + " ("
                    + finding.getAs("value")
                    + ")")
        .toList();
  }
}
