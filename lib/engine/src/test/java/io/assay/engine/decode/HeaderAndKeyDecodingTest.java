package io.assay.engine.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.engine.decode.Decoded.Finding;
import io.assay.engine.decode.Decoded.Header;
import io.assay.model.ColumnType.Simple;
import io.assay.model.Field.Origin;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeaderAndKeyDecodingTest {
  private static final byte[] EMPTY_OBJECT = bytes("{}");

  private final RecordDecoder decoder =
      Kinds.json(
          Kinds.from(new Origin.Header("h"), "header", Simple.TEXT),
          Kinds.from(new Origin.Header("n"), "number", Simple.INTEGER),
          Kinds.from(new Origin.Key(), "key", Simple.TEXT));

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void theLastHeaderOfANameCounts() {
    Decoded decoded =
        Decoded.of(
            decoder,
            EMPTY_OBJECT,
            bytes(" schlüssel "),
            List.of(
                new Header("h", bytes("first")),
                new Header("H", bytes("other")),
                new Header("h", bytes("last")),
                new Header("n", bytes("7"))));
    assertThat(decoded.findings()).isEmpty();
    assertThat(decoded.value("header")).isEqualTo("last");
    assertThat(decoded.value("number")).isEqualTo(7);
    assertThat(decoded.value("key")).isEqualTo("schlüssel");
  }

  @Test
  void whatIsNotThereIsNull() {
    assertThat(Decoded.of(decoder, EMPTY_OBJECT).hasNoValues()).isTrue();
    Decoded decoded =
        Decoded.of(
            decoder,
            EMPTY_OBJECT,
            null,
            List.of(new Header("h", bytes("first")), new Header("h", null)));
    assertThat(decoded.hasNoValues()).isTrue();
    assertThat(decoded.findings()).isEmpty();
  }

  @Test
  void whatDoesNotFitIsAFinding() {
    Decoded decoded =
        Decoded.of(
            decoder,
            EMPTY_OBJECT,
            new byte[] {'a', (byte) 0x80},
            List.of(new Header("n", bytes("seven")), new Header("h", new byte[] {0})));
    assertThat(decoded.hasNoValues()).isTrue();
    assertThat(decoded.findings())
        .containsExactly(
            new Finding(
                "type",
                "reject",
                "header",
                "\\u0000",
                "header: '\\u0000' holds the character U+0000, which PostgreSQL cannot store"),
            new Finding("type", "reject", "number", "seven", "number: 'seven' is no whole number"),
            new Finding(
                "type",
                "reject",
                "key",
                "a\ufffd",
                "key: 'a\ufffd' is no UTF-8: byte 0x80 at position 1"));
  }
}
