package io.assay.engine.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.model.ColumnType.Simple;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonDecodingTest {
  private final RecordDecoder decoder =
      Kinds.json(Kinds.field("a", Simple.TEXT), Kinds.field("b", Simple.TEXT));

  @Test
  void membersBecomeFields() {
    Decoded decoded =
        Decoded.of(decoder, "{\"x\": [1, {\"a\": 2}], \"b\": \"zwei\", \"a\": \"eins\"}");
    assertThat(decoded.value("a")).isEqualTo("eins");
    assertThat(decoded.value("b")).isEqualTo("zwei");
    assertThat(decoded.findings()).isEmpty();
  }

  @ParameterizedTest(name = "[{0}]")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1.10 | 1.10",
        "123456789012345678901234567890.5 | 123456789012345678901234567890.5",
        "-0 | -0",
        "1E400 | 1E400",
        "true | true",
        "false | false",
        "null | ",
        "\"\" | ",
        "\" x \" | x",
        "\"gr\\u00fcn\" | grün",
        "\"\\uD83D\\uDE00\" | 😀",
        "{ \"c\" : [1, 2.0] } | { \"c\" : [1, 2.0] }",
        "[\"ü\"] | [\"ü\"]",
        "[] | []",
      })
  void valuesKeepTheirText(String json, String text) {
    Decoded decoded = Decoded.of(decoder, "{\"ü\": 1, \"a\": " + json + ", \"b\": 2}");
    assertThat(decoded.findings()).isEmpty();
    assertThat(decoded.value("a")).isEqualTo(text);
    assertThat(decoded.value("b")).isEqualTo("2");
  }

  @ParameterizedTest(name = "[{0}]")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "[]|the value is no JSON object but an array",
        "null|the value is no JSON object but null",
        "\"x\"|the value is no JSON object but a string",
        "12|the value is no JSON object but a number",
        "true|the value is no JSON object but a boolean",
        "  |the value is no JSON object but white space only",
        "{} x|the value is no JSON: Unrecognized token 'x': was expecting (JSON String, Number,"
            + " Array, Object or token 'null', 'true' or 'false') (line 1, column 5)",
        "{}{}|something follows the JSON object at byte 2",
        "{\"a\": 1, \"a\": 2}|the value is no JSON: Duplicate field 'a' (line 1, column 13)",
        "{\"x\": 1, \"x\": 2}|the value is no JSON: Duplicate field 'x' (line 1, column 13)",
      })
  void whatIsNotOneObjectIsAFinding(String value, String message) {
    Decoded decoded = Decoded.of(decoder, value);
    assertThat(decoded.hasNoValues()).isTrue();
    assertThat(decoded.findings())
        .containsExactly(new Decoded.Finding("decode", "reject", null, value, message));
  }

  @Test
  void aTombstoneAndAnEmptyValueAreFindings() {
    assertThat(Decoded.of(decoder, (byte[]) null).messages())
        .containsExactly("the value is null (a tombstone)");
    assertThat(Decoded.of(decoder, new byte[0]).messages()).containsExactly("the value is empty");
  }

  @Test
  void invalidUtf8IsAFindingWithItsPlace() {
    byte[] value = "{\"a\": \"x?y\"}".getBytes(StandardCharsets.UTF_8);
    value[8] = (byte) 0xff;
    assertThat(Decoded.of(decoder, value).messages())
        .containsExactly("no UTF-8: byte 0xff at position 8");
  }

  @Test
  void nestedMembersAreFoundByTheirPath() {
    RecordDecoder nested =
        Kinds.json(
            Kinds.member("city", Simple.TEXT, List.of("address", "city")),
            Kinds.member("address", Simple.JSON, List.of("address")));
    Decoded decoded = Decoded.of(nested, "{\"address\": {\"city\": \"Ulm\", \"zip\": 89073}}");
    assertThat(decoded.value("city")).isEqualTo("Ulm");
    assertThat(decoded.value("address")).isEqualTo("{\"city\": \"Ulm\", \"zip\": 89073}");
    assertThat(Decoded.of(nested, "{\"address\": null}").hasNoValues()).isTrue();
    assertThat(Decoded.of(nested, "{\"address\": [\"Ulm\"]}").messages())
        .containsExactly("city: '[\"Ulm\"]' stands for 'address' but is no object");
  }

  @Test
  void relaxedNamesDifferInCaseAndSpaces() {
    RecordDecoder relaxed =
        Kinds.relaxedJson(Kinds.member("start_date", Simple.TEXT, List.of("start date")));
    assertThat(Decoded.of(relaxed, "{\"Start  Date \": \"x\"}").value("start_date")).isEqualTo("x");
    assertThat(Decoded.of(relaxed, "{\"Start Date \": \"x\", \"START DATE\": \"y\"}").messages())
        .containsExactly(
            "the members 'Start Date ' and 'START DATE' have the same name but for case and"
                + " spaces");
  }

  @Test
  void jsonIsKeptToTheLetter() {
    RecordDecoder json = Kinds.json(Kinds.field("j", Simple.JSON));
    for (String text : List.of("\"x\\n\"", "1.10", "true", "{ \"k\" :1.0 }", "[ 1 ]")) {
      assertThat(Decoded.of(json, "{\"ä\":1,\"j\": " + text + " ,\"k\":2}").value("j"))
          .isEqualTo(text);
    }
  }

  @Test
  void aByteOrderMarkIsPassedOver() {
    Decoded decoded = Decoded.of(decoder, "\ufeff{\"a\": {\"ü\": 1}}");
    assertThat(decoded.value("a")).isEqualTo("{\"ü\": 1}");
  }

  @Test
  void otherEncodingsAreNotGuessed() {
    assertThat(Decoded.of(decoder, "{\"a\": 1}".getBytes(StandardCharsets.UTF_16LE)).messages())
        .containsExactly("the value is no JSON: the character U+0000 at byte 1");
    assertThat(Decoded.of(decoder, "{\"a\": 1}".getBytes(StandardCharsets.UTF_16)).messages())
        .containsExactly("no UTF-8: byte 0xfe at position 0");
  }

  @Test
  void deepNestingIsAFinding() {
    String deep = "[".repeat(Json.MAX_DEPTH) + "]".repeat(Json.MAX_DEPTH);
    List<String> messages = Decoded.of(decoder, "{\"x\": " + deep + "}").messages();
    assertThat(messages).hasSize(1);
    assertThat(messages.get(0))
        .startsWith(
            "the value is no JSON: Document nesting depth (1001) exceeds the maximum allowed"
                + " (1000");
  }

  @Test
  void leavingOffTheEndIsAFindingWithoutNoise() {
    assertThat(Decoded.of(decoder, "{\"a\": [1, ").messages())
        .containsExactly(
            "the value is no JSON: Unexpected end-of-input within/between Array entries (line 1,"
                + " column 11)");
    assertThat(Decoded.of(decoder, "{\"a\": [1").messages())
        .containsExactly(
            "the value is no JSON: Unexpected end-of-input: expected close marker for Array (start"
                + " marker at [line: 1, column: 7]) (line 1, column 9)");
  }

  @Test
  void everyCutOfARecordIsAFindingAndNothingElse() {
    byte[] value =
        "{\"x\": [1, {\"y\": \"\\u00fcü\"}], \"a\": -1.5e3, \"b\": \"é\"}"
            .getBytes(StandardCharsets.UTF_8);
    for (int length = 0; length < value.length; length++) {
      Decoded decoded = Decoded.of(decoder, Arrays.copyOf(value, length));
      assertThat(decoded.findings()).extracting(Decoded.Finding::rule).containsExactly("decode");
      assertThat(decoded.hasNoValues()).isTrue();
    }
    assertThat(Decoded.of(decoder, value).findings()).isEmpty();
  }

  @Test
  void randomBytesNeverThrow() {
    Random random = new Random(1);
    byte[] whole =
        "{\"a\": \"x\", \"b\": {\"c\": [1, true, null]}}".getBytes(StandardCharsets.UTF_8);
    for (int round = 0; round < 50_000; round++) {
      byte[] value = whole.clone();
      for (int change = random.nextInt(4); change >= 0; change--) {
        value[random.nextInt(value.length)] = (byte) random.nextInt(256);
      }
      Decoded decoded = Decoded.of(decoder, value);
      assertThat(decoded.findings().stream().filter(f -> f.rule().equals("decode")).count())
          .isLessThan(2);
    }
  }

  @Test
  void longNumbersAndNamesAreNoProblem() {
    String digits = "7".repeat(5_000);
    Decoded decoded =
        Decoded.of(decoder, "{\"" + "n".repeat(60_000) + "\": 1, \"a\": " + digits + "}");
    assertThat(decoded.value("a")).isEqualTo(digits);
  }

  @Test
  void theFindingShowsTheBeginningOfTheValue() {
    String value = "[\n\"" + "é".repeat(1_000) + "\"]";
    assertThat(Decoded.of(decoder, value).findings().get(0).value())
        .isEqualTo("[\\n\"" + "é".repeat(195) + "…");
  }

  @Test
  void aMemberWantedTwiceFillsBothFields() {
    RecordDecoder twice =
        Kinds.json(
            Kinds.member("one", Simple.TEXT, List.of("m")),
            Kinds.member("two", Simple.INTEGER, List.of("m")));
    Decoded decoded = Decoded.of(twice, "{\"m\": \"7\"}");
    assertThat(decoded.value("one")).isEqualTo("7");
    assertThat(decoded.value("two")).isEqualTo(7);
  }

  @Test
  void aScalarInPlaceOfAnObjectIsAFinding() {
    RecordDecoder nested =
        Kinds.json(
            Kinds.member("x", Simple.INTEGER, List.of("p", "x")),
            Kinds.member("y", Simple.INTEGER, List.of("p", "q", "y")));
    assertThat(Decoded.of(nested, "{\"p\": 5}").messages())
        .containsExactly(
            "x: '5' stands for 'p' but is no object", "y: '5' stands for 'p' but is no object");
    assertThat(Decoded.of(nested, "{\"p\": {\"x\": 1, \"q\": \"z\"}}").messages())
        .containsExactly("y: 'z' stands for 'p.q' but is no object");
  }

  @Test
  void exactNamesDifferInCase() {
    Decoded decoded = Decoded.of(decoder, "{\"A\": 1, \"a\": 2, \" a\": 3}");
    assertThat(decoded.value("a")).isEqualTo("2");
    assertThat(decoded.findings()).isEmpty();
  }
}
