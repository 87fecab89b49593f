package io.assay.engine.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.model.ColumnType.Simple;
import io.assay.model.Format;
import io.assay.model.Format.Encoding;
import io.assay.model.Format.ExtraColumns;
import io.assay.model.Source.NameMatching;
import java.nio.charset.Charset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Delimited text that is not as RFC 4180 has it. */
class CsvDialectTest {
  private static final List<String> COLUMNS = List.of("name", "price");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'it\\'s';5|it's",
        "'a\\\\';5|a\\",
        "'a\\nb';5|a\\nb",
        "a\\b;5|a\\b",
        "  'a;b'  ;5|a;b",
        "  a b  ;5|a b",
        "NULL;5|",
        "\\N;5|",
        "'NULL';5|NULL"
      })
  void escapesNullsAndSpaceAreAsDeclared(String line, String name) {
    Decoded decoded = decode(dialect(false, ExtraColumns.REJECT), line);

    assertThat(decoded.findings()).isEmpty();
    assertThat(decoded.value("name")).isEqualTo(name);
    assertThat(decoded.value("price")).isEqualTo(5);
  }

  @Test
  void aHeaderSaysTheOrder() {
    Decoded decoded =
        decode(dialect(true, ExtraColumns.IGNORE), "Price;more;'NAME'\r\n5;x;'two\nlines'\r\n");

    assertThat(decoded.findings()).isEmpty();
    assertThat(decoded.value("name")).isEqualTo("two\nlines");
    assertThat(decoded.value("price")).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "price;name;x~5;a;b|the header has the column 'x', which is not declared",
        "price~5|the header lacks the column 'name'",
        "price;price;name~5;6;a|the header has the column 'price' twice",
        "price;name|there is no line after the header",
        "price;name~5|the line has 1 columns, not 2",
        "price;name~5;a;b|the line has 3 columns, not 2",
        "price;name~5;a~6;b|the value has more than one line (character 15)"
      })
  void aHeaderThatDoesNotFitIsAFinding(String text, String message) {
    assertThat(decode(dialect(true, ExtraColumns.REJECT), text.replace('~', '\n')).messages())
        .containsExactly(message);
  }

  @Test
  void moreColumnsMayBeIgnoredButNotFewer() {
    Format.Csv dialect = dialect(false, ExtraColumns.IGNORE);

    assertThat(decode(dialect, "a;5;x;y").value("price")).isEqualTo(5);
    assertThat(decode(dialect, "a").messages()).containsExactly("the line has 1 columns, not 2");
  }

  @Test
  void theEncodingIsAsDeclared() {
    Decoded decoded =
        Decoded.of(
            decoder(dialect(false, ExtraColumns.REJECT)),
            "Größe;5".getBytes(Charset.forName("windows-1252")));

    assertThat(decoded.value("name")).isEqualTo("Größe");
  }

  private static Format.Csv dialect(boolean header, ExtraColumns extra) {
    return new Format.Csv(
        COLUMNS,
        ';',
        '\'',
        '\\',
        List.of("NULL", "\\N"),
        true,
        header,
        extra,
        Encoding.WINDOWS_1252);
  }

  private static Decoded decode(Format.Csv dialect, String text) {
    return Decoded.of(decoder(dialect), text);
  }

  private static RecordDecoder decoder(Format.Csv dialect) {
    return Kinds.decoder(
        dialect,
        NameMatching.RELAXED,
        Kinds.keepingBlanks(Kinds.field("name", Simple.TEXT)),
        Kinds.field("price", Simple.INTEGER));
  }
}
