package io.assay.engine.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.model.ColumnType;
import io.assay.model.ColumnType.Simple;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypingTest {
  private static Decoded read(ColumnType type, String text, String... formats) {
    RecordDecoder decoder = Kinds.json(Kinds.field("f", type, formats));
    return Decoded.of(decoder, "{\"f\": \"" + text + "\"}");
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "0, 0",
    "-7, -7",
    "+7, 7",
    "007, 7",
    "' 12 ', 12",
    "2147483647, 2147483647",
    "-2147483648, -2147483648"
  })
  void integers(String text, int value) {
    assertThat(read(Simple.INTEGER, text).value("f")).isEqualTo(value);
  }

  @ParameterizedTest(name = "[{0}]")
  @CsvSource({
    "12.0, is no whole number",
    "1e3, is no whole number",
    "-, is no whole number",
    "٣, is no whole number",
    "2147483648, is too large for integer (-2147483648 to 2147483647)",
    "99999999999999999999, is too large for integer (-2147483648 to 2147483647)",
  })
  void whatIsNoInteger(String text, String reason) {
    Decoded decoded = read(Simple.INTEGER, text);
    assertThat(decoded.value("f")).isNull();
    assertThat(decoded.findings())
        .containsExactly(
            new Decoded.Finding("type", "reject", "f", text, "f: '" + text + "' " + reason));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "9223372036854775807, true",
    "-9223372036854775808, true",
    "9223372036854775808, false",
    "-9223372036854775809, false",
  })
  void bigintsHaveSixtyFourBits(String text, boolean fits) {
    assertThat(read(Simple.BIGINT, text).value("f")).isEqualTo(fits ? Long.valueOf(text) : null);
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "1.10, 1.10",
    "-3, -3.00",
    "0, 0.00",
    "-0.5, -0.50",
    "999.99, 999.99",
    "1.500, 1.50",
    "1e2, 100.00",
    ".5, 0.50",
    "0e99999, 0.00",
    "5., 5.00",
    "000000000000000000000012.3, 12.30"
  })
  void decimalsAreExact(String text, BigDecimal value) {
    Decoded decoded = read(new ColumnType.Decimal(5, 2), text);
    assertThat(decoded.messages()).isEmpty();
    assertThat(decoded.value("f")).isEqualTo(value);
  }

  @ParameterizedTest(name = "[{0}]")
  @CsvSource({
    "1.234, 'has more than 2 digits after the point, the most for decimal(5,2)'",
    "1000, 'has more than 3 digits before the point, the most for decimal(5,2)'",
    "1e999999999, 'has more than 3 digits before the point, the most for decimal(5,2)'",
    "1e99999999999, 'has more than 3 digits before the point, the most for decimal(5,2)'",
    "1e-999999999, 'has more than 2 digits after the point, the most for decimal(5,2)'",
    "1.2.3, is no decimal number",
    "NaN, is no decimal number",
    "'1,5', is no decimal number",
    "., is no decimal number",
  })
  void whatIsNoDecimal(String text, String reason) {
    Decoded decoded = read(new ColumnType.Decimal(5, 2), text);
    assertThat(decoded.value("f")).isNull();
    assertThat(decoded.messages()).containsExactly("f: '" + text + "' " + reason);
  }

  @Test
  void wideDecimalsAreExact() {
    String text = "12345678901234567890123456789.123456789";
    assertThat(read(new ColumnType.Decimal(38, 9), text).value("f"))
        .isEqualTo(new BigDecimal(text));
  }

  @ParameterizedTest(name = "[{0}]")
  @CsvSource({"1.5, 1.5", "-1e10, -1e10", ".25, .25", "0.0, 0", "1E-3, .001"})
  void doubles(String text, double value) {
    assertThat(read(Simple.DOUBLE, text).value("f")).isEqualTo(value);
  }

  @ParameterizedTest(name = "[{0}]")
  @CsvSource({"NaN", "Infinity", "-Infinity", "0x1p3", "1d", "1e", "1e999", "1e-999", "1 2"})
  void whatIsNoDouble(String text) {
    Decoded decoded = read(Simple.DOUBLE, text);
    assertThat(decoded.value("f")).isNull();
    assertThat(decoded.findings()).hasSize(1);
  }

  @ParameterizedTest(name = "[{0}]")
  @CsvSource({
    "true, true",
    "T, true",
    "Yes, true",
    "1, true",
    "FALSE, false",
    "f, false",
    "no, false",
    "0, false",
    "on,",
    "y,"
  })
  void booleans(String text, Boolean value) {
    assertThat(read(Simple.BOOLEAN, text).value("f")).isEqualTo(value);
  }

  @Test
  void uuidsAreKeptInLowerCase() {
    assertThat(read(Simple.UUID, "F47AC10B-58CC-4372-A567-0E02B2C3D479").value("f"))
        .isEqualTo("f47ac10b-58cc-4372-a567-0e02b2c3d479");
    for (String text :
        List.of(
            "f47ac10b58cc4372a5670e02b2c3d479",
            "{f47ac10b-58cc-4372-a567-0e02b2c3d47}",
            "g47ac10b-58cc-4372-a567-0e02b2c3d479")) {
      assertThat(read(Simple.UUID, text).messages())
          .containsExactly("f: '" + text + "' is no UUID");
    }
  }

  @ParameterizedTest(name = "{0} as {1} is {2}")
  @CsvSource({
    "2020-02-29, '', 2020-02-29",
    "3/2/2020, d/M/yyyy, 2020-02-03",
    "03/02/2020, d/M/yyyy, 2020-02-03",
    "20200203, yyyyMMdd, 2020-02-03",
    "3-FEB-2020, d-MMM-yyyy, 2020-02-03",
    "3 february 2020, d MMMM yyyy, 2020-02-03",
    "3.2.20, d.M.yy, 2020-02-03",
  })
  void dates(String text, String format, String value) {
    Decoded decoded = format.isEmpty() ? read(Simple.DATE, text) : read(Simple.DATE, text, format);
    assertThat(decoded.messages()).isEmpty();
    assertThat(decoded.value("f")).isEqualTo(Date.valueOf(value));
  }

  @ParameterizedTest(name = "{0} as {1}")
  @CsvSource({
    "31/02/2020, d/M/yyyy",
    "4/27/2020, d/M/yyyy",
    "1/1/0000, d/M/yyyy",
    "1/1/20200, d/M/yyyy",
    "31-FEB-2020, d-MMM-yyyy",
  })
  void whatIsNoDate(String text, String format) {
    Decoded decoded = read(Simple.DATE, text, format);
    assertThat(decoded.value("f")).isNull();
    assertThat(decoded.messages())
        .containsExactly("f: '" + text + "' is no date in the form " + format);
  }

  @ParameterizedTest(name = "[{0}]")
  @CsvSource({
    "2020-02-03T04:05:06Z, 2020-02-03T04:05:06Z",
    "2020-02-03T04:05:06.789012345+01:00, 2020-02-03T03:05:06.789012Z",
    "2020-02-03 04:05:06+0130, 2020-02-03T02:35:06Z",
    "2020-02-03t04:05z, 2020-02-03T04:05:00Z",
    "2020-02-03T04:05:06-11, 2020-02-03T15:05:06Z",
    "2020-02-03T04:05:06, 2020-02-03T04:05:06Z",
    "1969-12-31T23:59:59.5Z, 1969-12-31T23:59:59.500Z",
  })
  void timestamps(String text, Instant value) {
    assertThat(read(Simple.TIMESTAMP, text).value("f")).isEqualTo(Timestamp.from(value));
  }

  @ParameterizedTest(name = "[{0}]")
  @CsvSource({
    "2020-02-03",
    "2020-02-30T00:00:00Z",
    "2020-02-03T24:00:00Z",
    "2020-02-03T04:05:60Z",
    "2020-02-03T04:05:06.Z",
    "2020-02-03T04:05:06 Z",
    "2020-02-03T04:05:06+1",
    "0001-01-01T00:00:00+01:00",
    "1580702706"
  })
  void whatIsNoTimestamp(String text) {
    Decoded decoded = read(Simple.TIMESTAMP, text);
    assertThat(decoded.value("f")).isNull();
    assertThat(decoded.findings()).hasSize(1);
  }

  @Test
  void twoReadingsAreAmbiguous() {
    ColumnType date = Simple.DATE;
    RecordDecoder rejecting = Kinds.json(Kinds.field("f", date, "d/M/yyyy", "M/d/yyyy"));
    RecordDecoder clearing =
        Kinds.json(Kinds.clearing(Kinds.field("f", date, "d/M/yyyy", "M/d/yyyy")));
    String value = "{\"f\": \"3/2/2020\"}";
    String message =
        "f: '3/2/2020' is 2020-02-03 in the form d/M/yyyy but 2020-03-02 in the form M/d/yyyy";
    assertThat(Decoded.of(rejecting, value).findings())
        .containsExactly(new Decoded.Finding("ambiguous", "reject", "f", "3/2/2020", message));
    assertThat(Decoded.of(clearing, value).findings())
        .containsExactly(new Decoded.Finding("ambiguous", "warn", "f", "3/2/2020", message));
    assertThat(Decoded.of(clearing, value).value("f")).isNull();
    assertThat(Decoded.of(clearing, "{\"f\": \"2/2/2020\"}").value("f"))
        .isEqualTo(Date.valueOf("2020-02-02"));
    assertThat(Decoded.of(clearing, "{\"f\": \"2/13/2020\"}").value("f"))
        .isEqualTo(Date.valueOf("2020-02-13"));
  }

  @Test
  void otherReadingsStandBesideTheValue() {
    RecordDecoder decoder =
        Kinds.json(Kinds.also(Kinds.field("f", Simple.DATE, "d/M/yyyy"), "M/d/yyyy", "M/dd/yyyy"));
    Decoded decoded = Decoded.of(decoder, "{\"f\": \"3/12/2020\"}");
    assertThat(decoded.value("f")).isEqualTo(Date.valueOf("2020-12-03"));
    assertThat(decoded.others("f")).isEqualTo(List.of(Date.valueOf("2020-03-12")));
    assertThat(Decoded.of(decoder, "{\"f\": \"2/2/2020\"}").others("f")).isNull();
    assertThat(Decoded.of(decoder, "{\"f\": \"27/2/2020\"}").others("f")).isNull();
  }

  @ParameterizedTest(name = "[{0}]")
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "a\\u0000b, a\\u0000b, `holds the character U+0000, which PostgreSQL cannot store`",
        "a\\ud83d, a\\ud83d, `holds half of a surrogate pair, which is no character`",
        "\\ude00\\ud83d, \\ude00\\ud83d, `holds half of a surrogate pair, which is no character`",
      })
  void textThatPostgresqlCannotHold(String json, String shown, String reason) {
    assertThat(read(Simple.TEXT, json).findings())
        .containsExactly(
            new Decoded.Finding("type", "reject", "f", shown, "f: '" + shown + "' " + reason));
  }

  @Test
  void blanksAreTrimmedUnlessTheyAreKept() {
    RecordDecoder decoder =
        Kinds.json(
            Kinds.member("trimmed", Simple.TEXT, List.of("f")),
            Kinds.keepingBlanks(Kinds.member("kept", Simple.TEXT, List.of("f"))),
            Kinds.keepingBlanks(Kinds.member("n", Simple.INTEGER, List.of("g"))));
    Decoded text = Decoded.of(decoder, "{\"f\": \"\\t\u00a0a b\u2003 \"}");
    assertThat(text.value("trimmed")).isEqualTo("a b");
    assertThat(text.value("kept")).isEqualTo("\t\u00a0a b\u2003 ");
    Decoded blank = Decoded.of(decoder, "{\"f\": \"  \", \"g\": \" 1\"}");
    assertThat(blank.value("trimmed")).isNull();
    assertThat(blank.value("kept")).isEqualTo("  ");
    assertThat(blank.messages()).containsExactly("n: ' 1' is no whole number");
  }

  @ParameterizedTest(name = "[{0} as {1}]")
  @CsvSource({
    "3/2/2020 4:05, d/M/yyyy H:mm, 2020-02-03T04:05:00Z",
    "2020-02-03 04:05:06 +02:00, yyyy-MM-dd HH:mm:ss XXX, 2020-02-03T02:05:06Z",
    "2020-02-03 04:05 pm, yyyy-MM-dd hh:mm a, 2020-02-03T16:05:00Z",
    "3 Feb 2020, d MMM yyyy, 2020-02-03T00:00:00Z",
    "2020-02-03T04:05:06.789, yyyy-MM-dd'T'HH:mm:ss.SSS, 2020-02-03T04:05:06.789Z",
    "2020-07-01 12:00 Europe/Berlin, yyyy-MM-dd HH:mm VV, 2020-07-01T10:00:00Z",
  })
  void timestampsByPattern(String text, String pattern, Instant value) {
    Decoded decoded = read(Simple.TIMESTAMP, text, pattern);
    assertThat(decoded.messages()).isEmpty();
    assertThat(decoded.value("f")).isEqualTo(Timestamp.from(value));
  }

  @Test
  void messagesNameTheFieldTheTextAndTheForm() {
    assertThat(read(Simple.TIMESTAMP, "noon").messages())
        .containsExactly(
            "f: 'noon' is no timestamp in the form ISO 8601 (yyyy-MM-ddTHH:mm:ss with Z or an"
                + " offset)");
    assertThat(read(Simple.DATE, "31/02/2020", "d/M/yyyy", "d-MMM-yyyy").messages())
        .containsExactly("f: '31/02/2020' is no date in the form d/M/yyyy or d-MMM-yyyy");
    assertThat(read(Simple.BOOLEAN, "on").messages())
        .containsExactly("f: 'on' is neither true nor false");
  }
}
