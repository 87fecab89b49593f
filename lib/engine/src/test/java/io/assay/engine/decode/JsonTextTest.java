package io.assay.engine.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.model.ColumnType.Simple;
import io.assay.model.Field.Origin;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
  private final RecordDecoder member = Kinds.json(Kinds.field("j", Simple.JSON));

  @ParameterizedTest(name = "[{0}]")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\": \"x\\u0000\"} | holds the character U+0000, which PostgreSQL cannot store",
        "{\"a\\u0000\": 1} | holds the character U+0000, which PostgreSQL cannot store",
        "[\"\\ud83d\"] | holds half of a surrogate pair, which is no character",
        "[1e200000] | holds a number that PostgreSQL's jsonb cannot store",
        "1e-20000 | holds a number that PostgreSQL's jsonb cannot store",
        "1e99999999999 | holds a number that PostgreSQL's jsonb cannot store",
      })
  void whatJsonbCannotHoldIsAFinding(String json, String reason) {
    Decoded decoded = Decoded.of(member, "{\"j\": " + json + "}");
    assertThat(decoded.value("j")).isNull();
    assertThat(decoded.messages()).containsExactly("j: '" + json + "' " + reason);
  }

  @ParameterizedTest(name = "[{0}]")
  @ValueSource(
      strings = {"{\"a\": [1.50, null, \"\\ud83d\\ude00\"]}", "1e300", "\"\\\\u0000\"", "[]"})
  void whatJsonbCanHoldIsKept(String json) {
    Decoded decoded = Decoded.of(member, "{\"j\": " + json + "}");
    assertThat(decoded.messages()).isEmpty();
    assertThat(decoded.value("j")).isEqualTo(json);
  }

  @Test
  void nullIsNoJson() {
    assertThat(Decoded.of(member, "{\"j\": null}").hasNoValues()).isTrue();
  }

  @Test
  void aNameTwiceInsideIsAFindingOfTheRecord() {
    assertThat(Decoded.of(member, "{\"j\": {\"a\": 1, \"a\": 2}}").findings())
        .extracting(Decoded.Finding::rule)
        .containsExactly("decode");
  }

  @Test
  void jsonFromElsewhereMustBeOneJsonText() {
    RecordDecoder key = Kinds.json(Kinds.from(new Origin.Key(), "j", Simple.JSON));
    assertThat(decode(key, " {\"a\": 1} ").value("j")).isEqualTo("{\"a\": 1}");
    assertThat(decode(key, "  ").hasNoValues()).isTrue();
    assertThat(decode(key, "1 2").messages())
        .containsExactly("j: '1 2' is no JSON text: something follows its end");
    assertThat(decode(key, "{\"a\": 1").messages().get(0))
        .startsWith("j: '{\"a\": 1' is no JSON text: ");
    assertThat(decode(key, "{\"a\": 1, \"a\": 2}").messages())
        .containsExactly(
            "j: '{\"a\": 1, \"a\": 2}' is no JSON text: Duplicate field 'a' (line 1, column 13)");
  }

  private static Decoded decode(RecordDecoder decoder, String key) {
    return Decoded.of(
        decoder,
        "{}".getBytes(StandardCharsets.UTF_8),
        key.getBytes(StandardCharsets.UTF_8),
        List.of());
  }
}
