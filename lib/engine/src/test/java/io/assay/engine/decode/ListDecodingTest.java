package io.assay.engine.decode;

import static io.assay.engine.decode.Kinds.field;
import static io.assay.engine.decode.Kinds.member;
import static org.assertj.core.api.Assertions.assertThat;

import io.assay.engine.decode.Decoded.Finding;
import io.assay.model.ColumnType;
import io.assay.model.ColumnType.Simple;
import io.assay.model.Field;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arrays, lists, maps and bytes in JSON. */
class ListDecodingTest {
  private static final RecordDecoder ORDERS =
      Kinds.json(
          field("id", Simple.TEXT),
          field(
              "lines",
              new ColumnType.ListOf(
                  List.of(
                      field("sku", Simple.TEXT),
                      member("price", new ColumnType.Decimal(9, 2), List.of("price", "amount")),
                      field("due", Simple.DATE, "d/M/yyyy"),
                      field(
                          "discounts", new ColumnType.ListOf(List.of(field("code", Simple.TEXT)))),
                      field("notes", new ColumnType.Array(Simple.TEXT))))),
          field("tags", new ColumnType.Array(Simple.INTEGER)),
          field("sizes", new ColumnType.ValueMap(field("value", Simple.INTEGER))),
          field("contacts", new ColumnType.MapOf(List.of(field("mail", Simple.TEXT)))));

  @Test
  void aListIsAnArrayOfItsTypedElements() {
    Decoded decoded =
        Decoded.of(
            ORDERS,
            """
            {"lines":[
              {"sku":" X ","price":{"amount":"1.5"},"due":"1/2/2020","discounts":[{"code":"a"},{"code":"b"}],"notes":["n",null,""]},
              {"sku":"Y","more":{"deep":[1]}}]}
            """);

    assertThat(decoded.findings()).isEmpty();
    assertThat(decoded.value("lines").toString())
        .isEqualTo(
            "ArraySeq([X,1.50,2020-02-01,ArraySeq([a], [b]),ArraySeq(n, null, null)], [Y,null,null,ArraySeq(),null])");
  }

  @Test
  void aMapIsAnArrayThatKeepsTheNames() {
    Decoded decoded =
        Decoded.of(
            ORDERS,
            "{\"sizes\":{\"a b\":1,\"c\":null},\"contacts\":{\"x\":{\"mail\":\"m\"},\"\":{}}}");

    assertThat(decoded.value("sizes").toString()).isEqualTo("ArraySeq([a b,1], [c,null])");
    assertThat(decoded.value("contacts").toString()).isEqualTo("ArraySeq([x,m], [,null])");
  }

  @Test
  void aListThatIsNullOrAbsentIsEmptyAndAnArrayIsNull() {
    Decoded decoded = Decoded.of(ORDERS, "{\"lines\":null,\"tags\":null}");

    assertThat(decoded.findings()).isEmpty();
    assertThat(decoded.value("lines").toString()).isEqualTo("ArraySeq()");
    assertThat(decoded.value("sizes").toString()).isEqualTo("ArraySeq()");
    assertThat(decoded.value("tags")).isNull();
    assertThat(Decoded.of(ORDERS, "{\"tags\":[]}").value("tags").toString())
        .isEqualTo("ArraySeq()");
  }

  /** Row 13 of the faults that others were seen to have. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      quoteCharacter = '`',
      value = {
        "\"lines\":\"x\" > lines > x > stands where a list is expected",
        "\"lines\":true > lines > true > stands where a list is expected",
        "\"lines\":{\"sku\":1} > lines > {\"sku\":1} > stands where a list is expected",
        "\"lines\":[{},[1]] > lines[1] > [1] > is no object",
        "\"lines\":[null] > lines[0] > null > is no object",
        "\"lines\":[{\"discounts\":[{},5]}] > lines[0].discounts[1] > 5 > is no object",
        "\"lines\":[{\"discounts\":7}] > lines[0].discounts > 7 > stands where a list is expected",
        "\"lines\":[{\"price\":9}] > lines[0].price > 9 > stands for 'price' but is no object",
        "\"lines\":[{},{\"due\":\"soon\"}] > lines[1].due > soon > is no date in the form d/M/yyyy",
        "\"tags\":3 > tags > 3 > stands where a list is expected",
        "\"tags\":[1,\"x\"] > tags[1] > x > is no whole number",
        "\"sizes\":[1] > sizes > [1] > stands where an object is expected",
        "\"sizes\":{\"a.b\":\"x\"} > sizes[a.b].value > x > is no whole number",
        "\"contacts\":{\"home\":\"m\"} > contacts[home] > m > is no object",
      })
  void whatIsNoListIsAFindingWithItsPlace(String member, String path, String value, String why) {
    Decoded decoded = Decoded.of(ORDERS, "{\"id\":\"i\"," + member + "}");

    assertThat(decoded.value("id")).isEqualTo("i");
    assertThat(decoded.findings())
        .containsExactly(
            new Finding("type", "reject", path, value, path + ": '" + value + "' " + why));
  }

  @Test
  void oneMemberMayBeAListAndItsText() {
    RecordDecoder decoder =
        Kinds.json(
            field("items", new ColumnType.ListOf(List.of(field("a", Simple.INTEGER)))),
            member(
                "other",
                new ColumnType.ListOf(List.of(field("b", Simple.INTEGER))),
                List.of("items")),
            member("raw", Simple.JSON, List.of("items")));

    Decoded decoded = Decoded.of(decoder, "{\"items\" : [ {\"a\":1}, {\"b\":2} ] }");

    assertThat(decoded.value("items").toString()).isEqualTo("ArraySeq([1], [null])");
    assertThat(decoded.value("other").toString()).isEqualTo("ArraySeq([null], [2])");
    assertThat(decoded.value("raw")).isEqualTo("[ {\"a\":1}, {\"b\":2} ]");
  }

  @Test
  void aListMayBeGatheredFromSeveralPlaces() {
    RecordDecoder decoder =
        Kinds.json(
            member("home_id", Simple.INTEGER, List.of("home", "id")),
            Kinds.from(
                new Field.Origin.AllOf(
                    List.of(
                        new Field.Origin.Member(List.of("home")),
                        new Field.Origin.Member(List.of("meta", "away")),
                        new Field.Origin.Member(List.of("others")))),
                "teams",
                new ColumnType.ListOf(List.of(field("id", Simple.INTEGER)))));

    Decoded decoded =
        Decoded.of(
            decoder,
            "{\"others\":[{\"id\":3},{}],\"home\":{\"id\":1},\"meta\":{\"away\":{\"id\":2}}}");

    assertThat(decoded.findings()).isEmpty();
    assertThat(decoded.value("home_id")).isEqualTo(1);
    assertThat(decoded.value("teams").toString()).isEqualTo("ArraySeq([1], [2], [3], [null])");
    assertThat(Decoded.of(decoder, "{\"home\":null}").value("teams").toString())
        .isEqualTo("ArraySeq()");
    assertThat(Decoded.of(decoder, "{\"meta\":{\"away\":7}}").messages())
        .containsExactly("teams: '7' stands where a list or an object is expected");
    assertThat(
            Decoded.of(decoder, "{\"home\":{\"id\":\"x\"},\"meta\":{\"away\":{\"id\":\"y\"}}}")
                .messages())
        .contains("teams[1].id: 'y' is no whole number");
  }

  @Test
  void aListStandsAnywhereBelow() {
    RecordDecoder decoder =
        Kinds.json(member("tags", new ColumnType.Array(Simple.TEXT), List.of("meta", "tags")));

    assertThat(
            Decoded.of(decoder, "{\"meta\":{\"tags\":[\"a\",{\"b\":1}]}}").value("tags").toString())
        .isEqualTo("ArraySeq(a, {\"b\":1})");
    assertThat(Decoded.of(decoder, "{\"meta\":[1]}").messages())
        .containsExactly("tags: '[1]' stands for 'meta' but is no object");
  }

  @Test
  void relaxedNamesHoldInElementsToo() {
    RecordDecoder decoder =
        Kinds.relaxedJson(
            field("items", new ColumnType.ListOf(List.of(field("unit price", Simple.INTEGER)))));

    assertThat(Decoded.of(decoder, "{\"Items\":[{\" Unit  Price\":1}]}").value("items").toString())
        .isEqualTo("ArraySeq([1])");
    assertThat(
            Decoded.of(
                    decoder, "{\"items\":[{\"unit price\":1},{\"Unit price\":1,\"unit price\":2}]}")
                .findings())
        .extracting(Finding::rule)
        .containsExactly("decode");
  }

  @Test
  void aFloodOfFindingsIsCutAndSaysSo() {
    Decoded decoded = Decoded.of(ORDERS, "{\"tags\":[" + "\"x\",".repeat(999) + "\"x\"]}");

    assertThat(decoded.findings()).hasSize(201);
    assertThat(decoded.messages().get(200))
        .isEqualTo("tags[200]: from here on, findings are left out; these are the first 200");
  }

  @Test
  void bytesAreReadAsDeclared() {
    Field hex =
        Field.of("hex", new Field.Origin.Member(List.of("hex")), Simple.BINARY)
            .encoded(Field.Encoding.HEX);
    RecordDecoder decoder = Kinds.json(field("base", Simple.BINARY), hex);

    Decoded decoded = Decoded.of(decoder, "{\"base\":\"-_8=\",\"hex\":\"00fF\"}");

    assertThat((byte[]) decoded.value("base")).containsExactly(0xfb, 0xff);
    assertThat((byte[]) decoded.value("hex")).containsExactly(0x00, 0xff);
    assertThat(Decoded.of(decoder, "{\"base\":\"*\",\"hex\":\"0\"}").messages())
        .containsExactly(
            "base: '*' is no Base64", "hex: '0' is no even number of hexadecimal digits");
  }

  @Test
  void decimalsOfAnArrayKeepTheirScale() {
    RecordDecoder decoder =
        Kinds.json(field("prices", new ColumnType.Array(new ColumnType.Decimal(5, 2))));

    assertThat(Decoded.of(decoder, "{\"prices\":[1,2.5]}").row().<BigDecimal>getList(0))
        .containsExactly(new BigDecimal("1.00"), new BigDecimal("2.50"));
  }
}
