package io.assay.engine;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import io.assay.engine.record.RawRecord;
import io.assay.engine.record.Refined;
import io.assay.model.Pipeline;
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

/** Fields and columns that are one of several texts, read and computed. */
class EnumRefinementTest {
  private static final Pipeline PIPELINE =
      PipelineFile.parse(
          "test.conf",
          """
          pipeline = test
          source { topics = [a], format = json }
          records {
            order {
              fields {
                id     { from = id, type = text }
                state  { from = state, type = enum, symbols = [new, paid, on hold], default = new }
                card   { from = card, type = enum, symbols = [visa, other], mask = true }
                states { from = states, type = "enum[]", symbols = [new, paid] }
                size   { sql = "left(id, 1)", type = enum, symbols = [S, M, L] }
                parts  { sql = "split(id, '-')", type = "enum[]", symbols = [S, M, x] }
                lines  { from = lines, type = list, fields { tax { from = tax, type = enum, symbols = [full, half] }, sku { from = sku, type = text } } }
                by     { from = by, type = map, of = enum, symbols = [in, out] }
              }
              rules { early { field = state, one-of = [new, paid], when = "size = 'S'" } }
              root = orders
              tables {
                orders {
                  key = [id]
                  columns {
                    id = id, state = state, states = states, size = size, parts = parts
                    few { sql = state, type = enum, symbols = [new, paid] }
                    last { sql = "element_at(parts, -1)", type = enum, symbols = [S, x] }
                  }
                }
                line {
                  each = lines, key = [id, no]
                  columns { id = id, no = "_index", tax = "lines.tax", sort { sql = "left(lines.sku, 1)", type = enum, symbols = [A, B] } }
                  references { orders { columns = [id] } }
                }
              }
            }
          }
          """,
          Map.of());

  private static final SparkSession SPARK = TestSession.spark();

  @Test
  void symbolsAreTexts() {
    Row refined =
        refine(
            "{\"id\":\"S-x\",\"state\":\" paid \",\"states\":[\"new\",null],\"lines\":[{\"tax\":\"half\",\"sku\":\"A1\"}],\"by\":{\"k\":\"in\"}}");

    assertThat(findings(refined)).isEmpty();
    Row row = refined.getStruct(refined.fieldIndex(Refined.row(0, 0)));
    assertThat(row.<String>getAs("state")).isEqualTo("paid");
    assertThat(row.<String>getList(row.fieldIndex("states"))).containsExactly("new", null);
    assertThat(row.<String>getAs("last")).isEqualTo("x");
    assertThat(refined.<Row>getList(refined.fieldIndex(Refined.row(0, 1))).get(0).mkString("|"))
        .isEqualTo("S-x|0|half|A");
  }

  @Test
  void whatIsAbsentIsNoFaultAndMayHaveADefault() {
    Row refined = refine("{\"id\":\"S\",\"state\":\" \"}");

    assertThat(findings(refined)).isEmpty();
    Row row = refined.getStruct(refined.fieldIndex(Refined.row(0, 0)));
    assertThat(row.<String>getAs("state")).isEqualTo("new");
    assertThat(row.<List<String>>getAs("states")).isNull();
  }

  @Test
  void anyOtherTextIsAFindingOfItsOwn() {
    Row refined =
        refine(
            "{\"id\":\"S\",\"state\":\"New\",\"card\":\"amex\",\"states\":[\"new\",\"lost\"],\"lines\":[{\"tax\":\"none\",\"sku\":\"A\"}],\"by\":{\"k\":\"up\"}}");

    assertThat(findings(refined))
        .containsExactlyInAnyOrder(
            "symbol|state|New|state: 'New' is not one of new, paid, on hold",
            "symbol|card|*** (4 characters)|card: '*** (4 characters)' does not fit its type",
            "symbol|states[1]|lost|states[1]: 'lost' is not one of new, paid",
            "symbol|lines[0].tax|none|lines[0].tax: 'none' is not one of full, half",
            "symbol|by[k].value|up|by[k].value: 'up' is not one of in, out");
  }

  @Test
  void whatIsComputedIsCheckedToo() {
    Row refined = refine("{\"id\":\"Q-M-y\"}");

    assertThat(findings(refined))
        .containsExactlyInAnyOrder(
            "symbol|size|Q|size is not one of S, M, L",
            "symbol|parts|[Q, M, y]|parts is not one of S, M, x");
  }

  @Test
  void aColumnMayTakeFewerSymbolsThanItsField() {
    Row refined =
        refine("{\"id\":\"M\",\"state\":\"on hold\",\"lines\":[{\"sku\":\"A\"},{\"sku\":\"Z\"}]}");

    assertThat(findings(refined))
        .containsExactlyInAnyOrder(
            "symbol|few|on hold|orders.few is not one of new, paid",
            "symbol|last|M|orders.last is not one of S, x",
            "symbol|sort|Z|lines[1]: line.sort is not one of A, B");
  }

  @Test
  void aRuleMayAskForFewerStill() {
    Row refined = refine("{\"id\":\"S\",\"state\":\"on hold\"}");

    assertThat(findings(refined))
        .contains("early|state|on hold|state is not one of the known values");
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

  private static List<String> findings(Row refined) {
    int position = refined.fieldIndex(Refined.FINDINGS);
    return refined.isNullAt(position)
        ? List.of()
        : refined.<Row>getList(position).stream()
            .map(
                finding ->
                    String.join(
                        "|",
                        finding.<String>getAs("rule"),
                        finding.getAs("field"),
                        finding.getAs("value"),
                        finding.getAs("message")))
            .toList();
  }
}
