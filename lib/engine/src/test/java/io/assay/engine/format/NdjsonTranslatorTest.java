package io.assay.engine.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.model.Format;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NdjsonTranslatorTest {
  @Test
  void linesBecomeOneListToTheLetter() {
    assertThat(
            Translated.value(
                    new Format.Ndjson(), "\ufeff{\"a\": 1.50}\r\n\n  \n{\"a\":{\"b\":[]}}\n")
                .json())
        .isEqualTo("{\"_lines\":[{\"a\": 1.50}\r,{\"a\":{\"b\":[]}}]}");
  }

  @Test
  void oneLineWithoutItsBreakIsAListOfOne() {
    assertThat(Translated.value(new Format.Ndjson(), "{}").json()).isEqualTo("{\"_lines\":[{}]}");
  }

  static List<Arguments> broken() {
    return List.of(
        Arguments.of("{}\n[1]\n", "line 2 is no JSON object"),
        Arguments.of("{}\n\n{} {}\n", "something follows the JSON object in line 3"),
        Arguments.of(
            "{}\n{\"a\":}\n",
            "line 2 is no JSON: Unexpected character ('}' (code 125)): expected a value (column 6)"),
        Arguments.of("{\"a\":1,\"a\":2}", "line 1 is no JSON: Duplicate field 'a' (column 11)"));
  }

  @ParameterizedTest(name = "[{0}]")
  @MethodSource("broken")
  void aBadLineIsNamedByItsNumber(String text, String fault) {
    assertThat(Translated.value(new Format.Ndjson(), text))
        .returns(null, Translated::json)
        .returns(fault, Translated::fault);
  }
}
