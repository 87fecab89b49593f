package io.assay.postgres.staging;

import static io.assay.postgres.Definitions.column;
import static io.assay.postgres.Definitions.kind;
import static io.assay.postgres.Definitions.pipeline;
import static io.assay.postgres.Definitions.table;
import static io.assay.postgres.staging.StagingFixture.ANYWHERE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.model.AssayException;
import io.assay.model.ColumnType;
import io.assay.model.ColumnType.Simple;
import io.assay.model.Pipeline;
import io.assay.postgres.TestDatabase;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every type is written by the buffer and read back as text by a real server. */
class CopyBufferTest {
  private static final List<String> AWKWARD =
      List.of(
          "",
          " ",
          "'; drop table item; --",
          "\"quoted\", 'twice'",
          "\\",
          "\\N",
          "\\.",
          "\\.\n",
          "a\tb\r\nc",
          "\u0001\u007f\u0080\u07ff\u0800\uffff",
          "emoji 🙂 \ud83d\udc69\u200d\ud83d\ude80",
          "ключ 鍵 مفتاح",
          "\udbff\udfff",
          "x".repeat(1 << 20),
          "鍵🙂".repeat(1 << 17));

  @RegisterExtension final TestDatabase database = new TestDatabase();
  private StagingFixture staging;

  @AfterEach
  void dropStaging() {
    if (staging != null) {
      staging.close();
    }
  }

  @Test
  void textComesBackUnchanged() {
    assertThat(stored(Simple.TEXT, AWKWARD, CopyBuffer::text)).isEqualTo(AWKWARD);
  }

  @Test
  void textInBytesComesBackUnchanged() {
    List<String> read =
        stored(
            Simple.TEXT,
            AWKWARD,
            (row, value) -> {
              byte[] padded = ("__" + value + "__").getBytes(StandardCharsets.UTF_8);
              row.text(padded, 2, padded.length - 4);
            });

    assertThat(read).isEqualTo(AWKWARD);
  }

  @Test
  void textThatPostgresCannotStoreIsRefusedRatherThanChanged() {
    CopyBuffer row = row(Simple.TEXT);

    assertRefused(() -> row.text("a\0b"), "the character NUL");
    assertRefused(() -> row(Simple.TEXT).text(new byte[] {'a', 0}, 0, 2), "the character NUL");
    assertRefused(() -> row(Simple.TEXT).text("a\ud83d"), "half of a surrogate pair");
    assertRefused(() -> row(Simple.TEXT).text("\udc69b"), "half of a surrogate pair");
    assertRefused(() -> row(Simple.JSON).jsonb("\"\0\""), "the character NUL");
  }

  @Test
  void anotherValueTakesThePlaceOfOneThatWasRefused() {
    List<String> read =
        stored(
            Simple.TEXT,
            List.of("stored \0 not", "unchanged"),
            (row, value) -> {
              if (value.indexOf('\0') >= 0) {
                assertRefused(() -> row.text(value), "the character NUL");
                row.text("instead");
              } else {
                row.text(value);
              }
            });

    assertThat(read).containsExactly("instead", "unchanged");
  }

  @Test
  void wholeNumbersComeBackUnchanged() {
    List<Integer> integers = List.of(0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0x01020304);
    List<Long> longs = List.of(0L, 1L, -1L, Long.MAX_VALUE, Long.MIN_VALUE, 0x0102030405060708L);

    assertThat(stored(Simple.INTEGER, integers, CopyBuffer::int4)).isEqualTo(texts(integers));
    assertThat(stored(Simple.BIGINT, longs, CopyBuffer::int8)).isEqualTo(texts(longs));
  }

  @Test
  void doublesComeBackUnchanged() {
    List<Double> values =
        List.of(0.0, -0.0, 0.1, -1e-308, Double.MIN_VALUE, Double.MAX_VALUE, Math.PI);
    List<String> read = stored(Simple.DOUBLE, values, CopyBuffer::float8);

    assertThat(read.stream().map(Double::valueOf).toList()).isEqualTo(values);
    assertThat(
            stored(
                Simple.DOUBLE, List.of(Double.NaN, Double.NEGATIVE_INFINITY), CopyBuffer::float8))
        .containsExactly("NaN", "-Infinity");
  }

  @Test
  void booleansComeBackUnchanged() {
    assertThat(stored(Simple.BOOLEAN, List.of(true, false), CopyBuffer::bool))
        .containsExactly("t", "f");
  }

  @Test
  void datesComeBackUnchangedFromOneEndToTheOther() {
    List<LocalDate> dates =
        List.of(
            LocalDate.EPOCH,
            LocalDate.of(2000, 1, 1),
            LocalDate.of(1999, 12, 31),
            LocalDate.of(2024, 2, 29),
            LocalDate.of(1582, 10, 10),
            LocalDate.of(1, 1, 1),
            LocalDate.of(9999, 12, 31));

    assertThat(stored(Simple.DATE, epochDays(dates), CopyBuffer::date)).isEqualTo(texts(dates));
    assertThat(
            stored(
                Simple.DATE,
                epochDays(List.of(LocalDate.of(-4713, 11, 24), LocalDate.of(5874897, 12, 31))),
                CopyBuffer::date))
        .containsExactly("4714-11-24 BC", "5874897-12-31");
  }

  @Test
  void timestampsComeBackUnchangedFromOneEndToTheOther() {
    List<Instant> instants =
        List.of(
            Instant.EPOCH,
            Instant.parse("1999-12-31T23:59:59.999999Z"),
            Instant.parse("2038-01-19T03:14:08.000001Z"),
            Instant.parse("0001-01-01T00:00:00Z"));
    List<String> read =
        stored(
            Simple.TIMESTAMP,
            instants.stream().map(CopyBufferTest::micros).toList(),
            CopyBuffer::timestamp);

    assertThat(read)
        .containsExactly(
            "1970-01-01 00:00:00+00",
            "1999-12-31 23:59:59.999999+00",
            "2038-01-19 03:14:08.000001+00",
            "0001-01-01 00:00:00+00");
    assertThat(
            stored(
                Simple.TIMESTAMP,
                List.of(micros(Instant.parse("-4713-11-24T00:00:00Z")), Long.MAX_VALUE - 1),
                CopyBuffer::timestamp))
        .containsExactly("4714-11-24 00:00:00+00 BC", "294247-01-10 04:00:54.775806+00");
  }

  @Test
  void datesAndTimestampsOutsideOfPostgresAreRefused() {
    LocalDate early = LocalDate.of(-4713, 11, 23);
    LocalDate late = LocalDate.of(5874898, 1, 1);

    assertRefused(() -> row(Simple.DATE).date((int) early.toEpochDay()), "a date outside");
    assertRefused(() -> row(Simple.DATE).date((int) late.toEpochDay()), "a date outside");
    assertRefused(() -> row(Simple.DATE).date(Integer.MIN_VALUE), "a date outside");
    assertRefused(() -> row(Simple.DATE).date(Integer.MAX_VALUE), "a date outside");
    assertRefused(() -> row(Simple.TIMESTAMP).timestamp(Long.MIN_VALUE), "a timestamp outside");
    assertRefused(
        () -> row(Simple.TIMESTAMP).timestamp(micros(Instant.parse("-4713-11-23T23:59:59Z"))),
        "a timestamp outside");
  }

  @Test
  void uuidsComeBackUnchangedAndNothingElseIsTaken() {
    List<String> uuids =
        List.of(
            "00000000-0000-0000-0000-000000000000",
            "ffffffff-ffff-ffff-ffff-ffffffffffff",
            "009c8453-e395-5e81-8ad2-a8d1587395df");

    assertThat(stored(Simple.UUID, uuids, CopyBuffer::uuid)).isEqualTo(uuids);
    assertThat(
            stored(Simple.UUID, List.of("009C8453-E395-5E81-8AD2-A8D1587395DF"), CopyBuffer::uuid))
        .containsExactly("009c8453-e395-5e81-8ad2-a8d1587395df");
    for (String wrong :
        List.of(
            "",
            "1-1-1-1-1",
            "009c8453e3955e818ad2a8d1587395df",
            "009c8453-e395-5e81-8ad2-a8d1587395dg",
            "009c8453-e395-5e81-8ad2-a8d1587395d\u0665",
            "009c8453-e395-5e81-8ad2+a8d1587395df")) {
      assertRefused(() -> row(Simple.UUID).uuid(wrong), "Cannot stage a UUID");
    }
  }

  @Test
  void jsonComesBackAsPostgresPrintsIt() {
    List<String> documents =
        List.of("null", "[]", "{\"a\": [1, \"\\\\ \\\" 🙂\"]}", "\"" + "j".repeat(1 << 20) + "\"");

    assertThat(stored(Simple.JSON, documents, CopyBuffer::jsonb)).isEqualTo(documents);
  }

  @Test
  void numbersOfTheColumnsScaleComeBackUnchanged() {
    List<String> numbers =
        List.of(
            "0.000",
            "0.001",
            "-0.001",
            "1.000",
            "9999.000",
            "10000.000",
            "-123456789.987",
            "999999999.999");

    assertThat(
            stored(
                new ColumnType.Decimal(12, 3),
                numbers.stream().map(BigDecimal::new).toList(),
                CopyBuffer::numeric))
        .isEqualTo(numbers);
  }

  @Test
  void numbersOfTheLargestPrecisionComeBackUnchanged() {
    List<BigDecimal> whole =
        List.of(
            new BigDecimal("9".repeat(38)),
            new BigDecimal("-" + "9".repeat(38)),
            BigDecimal.TEN.pow(37),
            BigDecimal.valueOf(Long.MIN_VALUE),
            BigDecimal.valueOf(Long.MAX_VALUE),
            BigDecimal.ZERO,
            new BigDecimal("1E+30"));
    List<BigDecimal> fractions =
        List.of(
            new BigDecimal("0." + "9".repeat(38)),
            new BigDecimal("-1E-38"),
            new BigDecimal("1E-20").setScale(38));

    assertThat(stored(new ColumnType.Decimal(38, 0), whole, CopyBuffer::numeric))
        .isEqualTo(plain(whole));
    assertThat(stored(new ColumnType.Decimal(38, 38), fractions, CopyBuffer::numeric))
        .isEqualTo(plain(fractions));
  }

  @Test
  void anyNumberComesBackUnchanged() {
    Random random = new Random(11);
    List<BigDecimal> numbers = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      numbers.add(
          new BigDecimal(new BigInteger(random.nextInt(126), random), random.nextInt(60) - 20)
              .multiply(BigDecimal.valueOf(random.nextInt(3) - 1)));
    }
    numbers.add(new BigDecimal(BigInteger.TEN.pow(131_071)));
    numbers.add(new BigDecimal("1E+131071"));
    numbers.add(new BigDecimal("-1E-16383"));
    numbers.add(new BigDecimal("1234.5600000000000000000000"));
    List<String> read = throughFreeTable(numbers);

    assertThat(read).isEqualTo(plain(numbers));
  }

  @Test
  void numbersThatPostgresCannotStoreAreRefused() {
    ColumnType type = new ColumnType.Decimal(38, 0);

    assertRefused(() -> row(type).numeric(new BigDecimal("1E+131072")), "131073 digits before");
    assertRefused(() -> row(type).numeric(new BigDecimal("1E-16384")), "16384 after the point");
    assertRefused(
        () -> row(type).numeric(new BigDecimal("1E+2147483647")), "Cannot stage a number");
  }

  @Test
  void numbersThatTheColumnCannotTakeAreDataFaults() {
    assertThatThrownBy(
            () ->
                stored(
                    new ColumnType.Decimal(4, 1),
                    List.of(new BigDecimal("12345")),
                    CopyBuffer::numeric))
        .isInstanceOfSatisfying(
            AssayException.class, e -> assertThat(e.kind()).isEqualTo(AssayException.Kind.DATA))
        .hasMessageContaining("SQLSTATE 22003");
  }

  @Test
  void arraysComeBackUnchangedWithTheirNulls() {
    staging = new StagingFixture(database, pipelineOf(Simple.TEXT));
    StagingLayout layout = staging.layout();
    List<List<String>> arrays =
        List.of(List.of(), Arrays.asList("a", null, "\\N", "NULL", "{\"}", ""), AWKWARD);
    try (StagingWriter writer = new StagingWriter(layout, 1)) {
      for (List<String> array : arrays) {
        writer
            .row(layout.rowTable("kind", "kind"), ANYWHERE)
            .textArray(array)
            .int2((short) 0)
            .nul();
      }
      writer.finish();
    }

    String elements = "select array_to_json(_warnings) from " + staging.rows("kind", "kind");
    assertThat(database.column(elements + " where cardinality(_warnings) = 0"))
        .containsExactly("[]");
    assertThat(database.column(elements + " where cardinality(_warnings) = 6"))
        .containsExactly("[\"a\",null,\"\\\\N\",\"NULL\",\"{\\\"}\",\"\"]");
    assertThat(
            database.column(
                "select unnest(_warnings) from "
                    + staging.rows("kind", "kind")
                    + " where cardinality(_warnings) > 6"))
        .isEqualTo(AWKWARD);
  }

  @Test
  void arraysOfEveryTypeComeBackUnchanged() {
    assertThat(array(Simple.INTEGER, row -> row.array(3).int4(1).nul().int4(-2)))
        .isEqualTo("{1,NULL,-2}");
    assertThat(array(Simple.BIGINT, row -> row.array(1).int8(Long.MIN_VALUE)))
        .isEqualTo("{-9223372036854775808}");
    assertThat(array(Simple.DOUBLE, row -> row.array(1).float8(1.5))).isEqualTo("{1.5}");
    assertThat(array(Simple.BOOLEAN, row -> row.array(2).bool(true).bool(false)))
        .isEqualTo("{t,f}");
    assertThat(array(Simple.TEXT, row -> row.array(2).text("a,b").text("")))
        .isEqualTo("{\"a,b\",\"\"}");
    assertThat(array(Simple.DATE, row -> row.array(1).date(0))).isEqualTo("{1970-01-01}");
    assertThat(array(Simple.TIMESTAMP, row -> row.array(1).timestamp(0)))
        .isEqualTo("{\"%s\"}".formatted(database.value("select 'epoch'::timestamptz")));
    assertThat(
            array(
                new ColumnType.Decimal(5, 2), row -> row.array(1).numeric(new BigDecimal("1.50"))))
        .isEqualTo("{1.50}");
    assertThat(array(Simple.UUID, row -> row.array(1).uuid("009c8453-e395-5e81-8ad2-a8d1587395df")))
        .isEqualTo("{009c8453-e395-5e81-8ad2-a8d1587395df}");
    assertThat(array(Simple.JSON, row -> row.array(1).jsonb("[1]"))).isEqualTo("{[1]}");
    assertThat(array(Simple.BINARY, row -> row.array(1).bytes(new byte[] {1})))
        .isEqualTo("{\"\\\\x01\"}");
    assertThat(array(Simple.TEXT, row -> row.array(0))).isEqualTo("{}");
    assertThat(array(Simple.TEXT, CopyBuffer::nul)).isNull();
  }

  @Test
  void whatIsNoArrayOfTheColumnsTypeIsRefused() {
    ColumnType texts = new ColumnType.Array(Simple.TEXT);

    assertThatThrownBy(() -> row(texts).text("x"))
        .hasMessageContaining(
            "a value of the type text was written to the column c, which is text[]");
    assertThatThrownBy(() -> row(Simple.TEXT).array(1))
        .hasMessageContaining("an array was written to the column c, which is text.");
    assertThatThrownBy(() -> row(texts).array(2).text("x").array(1))
        .hasMessageContaining("an array was written to the column c, which is text[]");
    assertThatThrownBy(() -> row(texts).array(1).int4(1))
        .hasMessageContaining("a value of the type integer was written to the column c");
    assertThatThrownBy(() -> row(texts).array(2).text("x").row())
        .hasMessageContaining("a row has 0 of 1 columns");
  }

  @Test
  void everyTypeMayBeNull() {
    for (ColumnType type : Simple.values()) {
      assertThat(stored(type, Collections.<Object>singletonList(null), (row, value) -> row.nul()))
          .containsExactly((String) null);
    }
  }

  /** Writes the values to a column of the type and reads them back, in order. */
  private <T> List<String> stored(
      ColumnType type, List<T> values, BiConsumer<CopyBuffer, T> write) {
    dropStaging();
    staging = new StagingFixture(database, pipelineOf(type));
    StagingLayout layout = staging.layout();
    try (StagingWriter writer = new StagingWriter(layout, 1)) {
      for (T value : values) {
        write.accept(
            writer.row(layout.rowTable("kind", "kind"), ANYWHERE).nul().int2((short) 0), value);
      }
      writer.finish();
    }
    return database.column("select a_column from " + staging.rows("kind", "kind"));
  }

  /** Through a column of the type numeric without bounds, which no pipeline can declare. */
  private List<String> throughFreeTable(List<BigDecimal> numbers) {
    dropStaging();
    staging = new StagingFixture(database, pipelineOf(new ColumnType.Decimal(1, 0)));
    String table = staging.rows("kind", "kind");
    database.execute("alter table " + table + " alter a_column type numeric");
    StagingLayout layout = staging.layout();
    try (StagingWriter writer = new StagingWriter(layout, 1)) {
      for (BigDecimal number : numbers) {
        writer.row(layout.rowTable("kind", "kind"), ANYWHERE).nul().int2((short) 0).numeric(number);
      }
      writer.finish();
    }
    return database.column("select a_column from " + table);
  }

  private String array(ColumnType element, Consumer<CopyBuffer> write) {
    return stored(new ColumnType.Array(element), List.of(write), (row, each) -> each.accept(row))
        .get(0);
  }

  private CopyBuffer row(ColumnType type) {
    StagingTable table =
        new StagingTable("t", "a test", List.of(new StagedColumn("c", type.sql())));
    return new CopyBuffer(table, 100).row();
  }

  private static Pipeline pipelineOf(ColumnType type) {
    return pipeline("types", kind("kind", table("kind", column("a_column", type))));
  }

  private static long micros(Instant instant) {
    return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
  }

  private static List<Integer> epochDays(List<LocalDate> dates) {
    return dates.stream().map(date -> (int) date.toEpochDay()).toList();
  }

  private static List<String> texts(List<?> values) {
    return values.stream().map(Object::toString).toList();
  }

  private static List<String> plain(List<BigDecimal> numbers) {
    return numbers.stream().map(BigDecimal::toPlainString).toList();
  }

  private static void assertRefused(Runnable write, String why) {
    assertThatThrownBy(write::run)
        .isInstanceOfSatisfying(
            AssayException.class, e -> assertThat(e.kind()).isEqualTo(AssayException.Kind.DATA))
        .hasMessageContaining(why);
  }
}
