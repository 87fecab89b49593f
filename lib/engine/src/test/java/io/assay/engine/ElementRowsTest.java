package io.assay.engine;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import io.assay.engine.record.RawRecord;
import io.assay.engine.record.Refined;
import io.assay.model.Pipeline;
import io.assay.model.RecordKind;
import io.assay.model.file.PipelineFile;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** The rows of tables with {@code each}, and what is found about them. */
class ElementRowsTest {
  private static final Pipeline PIPELINE =
      PipelineFile.parse(
          "test.conf",
          """
          pipeline = test
          source { topics = [a], format = json }
          records {
            order {
              fields {
                id { from = id, type = text }
                rate { from = rate, type = integer }
                words { sql = "split(id, '-')", type = "text[]" }
                lines {
                  from = lines, type = list
                  fields {
                    sku { from = sku, type = text }
                    price { from = price, type = integer }
                    tags { from = tags, type = "text[]" }
                    parts { from = parts, type = list, fields { name { from = name, type = text }, price { from = price, type = integer } } }
                  }
                }
                sizes { from = sizes, type = map, of = integer }
              }
              rules {
                some-lines { check = "size(lines) > 0", severity = warn }
                no-dear-line { check = "not exists(lines, each -> each.price > 1000)" }
              }
              root = orders
              tables {
                orders { key = [id], columns { id = id } }
                line {
                  each = lines, key = [id, no], when = "lines.sku <> 'skip' and rate / rate = 1"
                  columns { id = id, no = "_index", sku = "lines.sku", share { sql = "lines.price / (lines.price - rate)", type = double } }
                  references { orders { columns = [id] } }
                }
                part {
                  each = lines.parts, key = [id, line, no]
                  columns {
                    id = id, line = "lines._index", no = "_index", whole = "lines.sku", name = "parts.name"
                    dearer { sql = "parts.price > lines.price", type = boolean, not-null = true }
                  }
                  references { orders { columns = [id] } }
                }
                line_tag {
                  each = lines.tags, key = [id, line, tag], columns { id = id, line = "lines._index", tag = "tags" }
                  references { orders { columns = [id] } }
                }
                word { each = words, key = [word], columns { word = words, place = "words._index" } }
                size {
                  each = sizes, key = [id, name], columns { id = id, name = "_key", size = "sizes.value", place = "_index" }
                  references { orders { columns = [id] } }
                }
              }
            }
          }
          """,
          Map.of());

  private static final SparkSession SPARK = TestSession.spark();

  @Test
  void eachElementGivesARow() {
    Row refined =
        refine(
            "{\"id\":\"a-b\",\"rate\":1,\"lines\":[{\"sku\":\"x\",\"price\":2},{\"sku\":\"skip\"},{\"sku\":\"y\",\"price\":3}]}");

    assertThat(findings(refined)).isEmpty();
    assertThat(rows(refined, "line")).containsExactly("a-b|0|x|2.0", "a-b|2|y|1.5");
    assertThat(rows(refined, "word")).containsExactly("a|0", "b|1");
  }

  @Test
  void namesOfOuterListsStandForTheirCurrentElements() {
    Row refined =
        refine(
            """
            {"id":"i","rate":1,"lines":[
              {"sku":"x","price":5,"parts":[{"name":"p","price":6},{"name":"q","price":1}],"tags":["s","t"]},
              {"sku":"y","price":9,"parts":[{"name":"r","price":2}]}]}
            """);

    assertThat(rows(refined, "part"))
        .containsExactly("i|0|0|x|p|true", "i|0|1|x|q|false", "i|1|0|y|r|false");
    assertThat(rows(refined, "line_tag")).containsExactly("i|0|s", "i|0|t");
  }

  @Test
  void theMembersOfAMapGiveRowsUnderTheirNames() {
    Row refined = refine("{\"id\":\"i\",\"rate\":1,\"sizes\":{\"a\":1,\"b\":null}}");

    assertThat(rows(refined, "size")).containsExactly("i|a|1|0", "i|b|null|1");
  }

  @Test
  void noElementsGiveNoRowsAndRulesSeeThat() {
    Row refined = refine("{\"id\":\"i\",\"rate\":1}");

    assertThat(findings(refined)).containsExactly("some-lines|null|does not hold: size(lines) > 0");
    assertThat(refined.<Integer>getAs(Refined.FATE)).isEqualTo(Refined.Fate.APPLY.code());
    assertThat(rows(refined, "line")).isEmpty();
  }

  @Test
  void rulesLookIntoElements() {
    Row refined = refine("{\"id\":\"i\",\"rate\":1,\"lines\":[{\"sku\":\"x\",\"price\":2000}]}");

    assertThat(findings(refined)).hasSize(1).first().asString().startsWith("no-dear-line");
  }

  @Test
  void whatCannotBeComputedForAnElementIsAFindingWithItsPlace() {
    Row refined =
        refine(
            "{\"id\":\"i\",\"rate\":1,\"lines\":[{\"sku\":\"x\",\"price\":2},{\"sku\":\"y\",\"price\":1}]}");

    assertThat(findings(refined))
        .containsExactly(
            "type|share|lines[1]: line.share cannot be computed: lines.price / (lines.price - rate)");
    assertThat(refined.<Integer>getAs(Refined.FATE)).isEqualTo(Refined.Fate.QUARANTINE.code());
    assertThat(rows(refined, "line")).isEmpty();
  }

  @Test
  void aConditionThatCannotBeComputedIsAFindingWithItsPlace() {
    Row refined = refine("{\"id\":\"i\",\"rate\":0,\"lines\":[{\"sku\":\"x\",\"price\":2}]}");

    assertThat(findings(refined))
        .containsExactly(
            "type|line|lines[0]: whether it gives a row of line cannot be computed: lines.sku <> 'skip' and rate / rate = 1");
  }

  @Test
  void nothingForAColumnThatMustNotBeEmptyIsAFindingWithItsPlace() {
    Row refined =
        refine(
            "{\"id\":\"i\",\"rate\":1,\"lines\":[{\"sku\":\"x\",\"price\":5,\"parts\":[{\"name\":\"p\",\"price\":6},{\"name\":\"q\"}]}]}");

    assertThat(findings(refined))
        .containsExactly(
            "not-null|dearer|lines[0].parts[1]: nothing for the column part.dearer, which must not be empty");
  }

  @Test
  void twoElementsWithOneKeyAreAFindingOnlyWhereTheRowsBelongToTheRecord() {
    Row refined =
        refine(
            "{\"id\":\"a-a\",\"rate\":1,\"lines\":[{\"sku\":\"x\",\"price\":2,\"tags\":[\"t\",\"t\"]}]}");

    assertThat(findings(refined))
        .containsExactly(
            "duplicate-line_tag|id, line, tag|two elements of lines.tags give the table line_tag the same key");
  }

  @Test
  void whatDoesNotDecodeGivesNothing() {
    Row refined = refine("no json");

    assertThat(findings(refined)).hasSize(1).first().asString().startsWith("decode");
    assertThat(rows(refined, "line")).isEmpty();
  }

  private static Row refine(String value) {
    Row record =
        RowFactory.create(
            "a",
            0,
            1L,
            new Timestamp(0),
            0,
            null,
            value.getBytes(StandardCharsets.UTF_8),
            List.of());
    return new Refinement(PIPELINE)
        .apply(
            SPARK.createDataFrame(new ArrayList<>(List.of(record)), RawRecord.SCHEMA), lit(false))
        .collectAsList()
        .get(0);
  }

  private static List<String> rows(Row refined, String table) {
    RecordKind kind = PIPELINE.kind("order");
    int position =
        refined.fieldIndex(Refined.row(0, kind.tables().indexOf(kind.table(table).orElseThrow())));
    return refined.isNullAt(position)
        ? List.of()
        : refined.<Row>getList(position).stream().map(row -> row.mkString("|")).toList();
  }

  private static List<String> findings(Row refined) {
    int position = refined.fieldIndex(Refined.FINDINGS);
    return refined.isNullAt(position)
        ? List.of()
        : refined.<Row>getList(position).stream()
            .map(
                finding ->
                    finding.getAs("rule")
                        + "|"
                        + finding.getAs("field")
                        + "|"
                        + finding.getAs("message"))
            .toList();
  }
}
