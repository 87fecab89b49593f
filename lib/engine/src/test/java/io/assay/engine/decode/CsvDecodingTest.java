package io.assay.engine.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.model.AssayException;
import io.assay.model.ColumnType.Simple;
import io.assay.model.Field;
import io.assay.model.Format;
import io.assay.model.Source.NameMatching;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CsvDecodingTest {
  private static final Format.Csv FORMAT =
      new Format.Csv(List.of("Item", "Item ID ", "quantity"), ';', '"');

  private final RecordDecoder decoder =
      Kinds.decoder(
          FORMAT,
          NameMatching.RELAXED,
          Kinds.keepingBlanks(Kinds.field("item", Simple.TEXT)),
          Kinds.member("item_id", Simple.TEXT, List.of("item id")),
          Kinds.field("quantity", Simple.INTEGER));

  static List<Arguments> lines() {
    return List.of(
        Arguments.of("tub;T101;10", "tub", "T101", 10),
        Arguments.of("tub;T101;10\n", "tub", "T101", 10),
        Arguments.of("tub;T101;10\r\n", "tub", "T101", 10),
        Arguments.of("\ufefftub;T101;10", "tub", "T101", 10),
        Arguments.of("\"tub\";\"T;101\";\"10\"", "tub", "T;101", 10),
        Arguments.of("\"a \"\"big\"\" tub\"; T101 ; 10 ", "a \"big\" tub", "T101", 10),
        Arguments.of("\"two\r\nlines\";T101;10\r\n", "two\r\nlines", "T101", 10),
        Arguments.of("\"\";\"\";", "", null, null),
        Arguments.of(";;", "", null, null),
        Arguments.of(" ä ;ü;1", " ä ", "ü", 1));
  }

  @ParameterizedTest(name = "[{0}]")
  @MethodSource("lines")
  void aLineBecomesFields(String line, String item, String id, Integer quantity) {
    Decoded decoded = Decoded.of(decoder, line);
    assertThat(decoded.findings()).isEmpty();
    assertThat(decoded.value("item")).isEqualTo(item);
    assertThat(decoded.value("item_id")).isEqualTo(id);
    assertThat(decoded.value("quantity")).isEqualTo(quantity);
  }

  static List<Arguments> broken() {
    return List.of(
        Arguments.of("tub;T101", "the line has 2 columns, not 3"),
        Arguments.of("tub;T101;10;", "the line has 4 columns, not 3"),
        Arguments.of("\n", "the line has 1 columns, not 3"),
        Arguments.of("\"tub;T101;10", "the quote at character 1 of the line is not closed"),
        Arguments.of(
            "\"tub\"x;T101;10",
            "character 6 of the line follows a closing quote but is no delimiter"),
        Arguments.of(
            "5\" tub;T101;10",
            "character 2 of the line is a quote inside a value that is not quoted"),
        Arguments.of("a;b;1\nc;d;2\n", "the value has more than one line (character 6)"));
  }

  @ParameterizedTest(name = "[{0}]")
  @MethodSource("broken")
  void aBrokenLineIsAFinding(String line, String message) {
    Decoded decoded = Decoded.of(decoder, line);
    assertThat(decoded.hasNoValues()).isTrue();
    assertThat(decoded.findings())
        .containsExactly(new Decoded.Finding("decode", "reject", null, Excerpt.of(line), message));
  }

  @Test
  void invalidUtf8IsAFinding() {
    byte[] line = "tub;T101;10".getBytes(StandardCharsets.UTF_8);
    line[1] = (byte) 0xc3;
    assertThat(Decoded.of(decoder, line).messages())
        .containsExactly("no UTF-8: byte 0xc3 at position 1");
  }

  @Test
  void aFieldFromNoColumnIsRefused() {
    Field field = Kinds.field("colour", Simple.TEXT);
    assertThatThrownBy(() -> Kinds.decoder(FORMAT, NameMatching.EXACT, field))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            "The field colour is from 'colour', which is none of the CSV columns [Item, Item ID ,"
                + " quantity]. Correct the name, or add the column.");
  }

  @Test
  void columnsOfOneNameAreRefused() {
    Format.Csv format = new Format.Csv(List.of("a", "A"), ',', '"');
    assertThatThrownBy(() -> Kinds.decoder(format, NameMatching.RELAXED))
        .isInstanceOf(AssayException.class)
        .hasMessage("Two CSV columns have one name: 'a' and 'A'. Rename one.");
  }
}
