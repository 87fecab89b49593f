package io.assay.engine.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.model.Format;
import io.assay.model.Format.Encoding;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TextTranslatorTest {
  @Test
  void namedGroupsBecomeMembers() {
    assertThat(Translated.value(text("(?<product>.+)-(?<size>[0-9]+)(?<unit>l)?"), "tub-12\r\n"))
        .returns("{\"product\":\"tub\",\"size\":\"12\",\"unit\":null}", Translated::json)
        .returns(null, Translated::fault);
  }

  @Test
  void withoutAPatternAllOfItIsOneMember() {
    assertThat(Translated.value(Format.Text.WHOLE, "a \"b\"\nc\n").json())
        .isEqualTo("{\"value\":\"a \\\"b\\\"\\nc\"}");
  }

  @Test
  void thePatternHasToMatchAsAWhole() {
    assertThat(Translated.value(text("(?<n>[0-9]+)"), "12x"))
        .returns(null, Translated::json)
        .returns("12x", Translated::shown)
        .returns("the text does not match (?<n>[0-9]+)", Translated::fault);
  }

  @Test
  void aQuotedGroupIsNoMember() {
    assertThat(new Format.Text("\\(?<a>(?<b>x)[(?<c>]", Encoding.UTF_8).groups())
        .containsExactly("b");
  }

  @Test
  void otherEncodingsAreRead() {
    String text = "Größe 5 €";
    assertThat(
            Translated.value(
                    new Format.Text(Format.Text.EVERYTHING, Encoding.WINDOWS_1252),
                    text.getBytes(Charset.forName("windows-1252")))
                .json())
        .isEqualTo("{\"value\":\"Größe 5 €\"}");
    assertThat(
            Translated.value(
                    new Format.Text(Format.Text.EVERYTHING, Encoding.UTF_16),
                    text.getBytes(StandardCharsets.UTF_16))
                .json())
        .isEqualTo("{\"value\":\"Größe 5 €\"}");
  }

  @Test
  void whatIsNoCharacterIsAFaultAndNotReplaced() {
    assertThat(
            Translated.value(
                    new Format.Text(Format.Text.EVERYTHING, Encoding.WINDOWS_1252),
                    new byte[] {'a', (byte) 0x81})
                .fault())
        .isEqualTo("no windows-1252: byte 0x81 at position 1");
    assertThat(
            Translated.value(
                    new Format.Text(Format.Text.EVERYTHING, Encoding.UTF_16),
                    new byte[] {0, 'a', 0})
                .fault())
        .isEqualTo("no UTF-16: byte 0x00 at position 2");
  }

  @Test
  void aTextThatIsTooLongForThePatternIsAFault() {
    assertThat(Translated.value(text("(?<n>(a|b)*)c"), "ab".repeat(200_000)).fault())
        .isEqualTo("the text of 400000 characters is too long for (?<n>(a|b)*)c");
  }

  @Test
  void aPatternThatWouldTakeForEverIsAFault() {
    assertThat(Translated.value(text("(?<n>(a|aa)+\\2)b"), "a".repeat(60)).fault())
        .isEqualTo(
            "matching the text of 60 characters takes too many steps with (?<n>(a|aa)+\\2)b");
  }

  private static Format.Text text(String pattern) {
    return new Format.Text(pattern, Encoding.UTF_8);
  }
}
