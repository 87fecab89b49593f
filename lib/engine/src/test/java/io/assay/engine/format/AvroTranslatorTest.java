package io.assay.engine.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.model.AssayException;
import io.assay.model.Format;
import io.assay.model.Format.Avro;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AvroTranslatorTest {
  private static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
  }

  private static ByteBuffer decimal(String unscaled) {
    return ByteBuffer.wrap(new BigInteger(unscaled).toByteArray());
  }

  static List<Arguments> values() {
    return List.of(
        Arguments.of(logical("int", "date"), 18262, "\"2020-01-01\""),
        Arguments.of(logical("int", "time-millis"), 45_296_789, "\"12:34:56.789\""),
        Arguments.of(logical("long", "time-micros"), 86_400_000_000L, "\"24:00:00\""),
        Arguments.of(
            logical("long", "timestamp-millis"),
            1_577_836_800_001L,
            "\"2020-01-01T00:00:00.001Z\""),
        Arguments.of(logical("long", "timestamp-micros"), -1L, "\"1969-12-31T23:59:59.999999Z\""),
        Arguments.of(logical("long", "timestamp-nanos"), 1L, "\"1970-01-01T00:00:00.000000001Z\""),
        Arguments.of(logical("long", "local-timestamp-millis"), 0L, "\"1970-01-01T00:00:00\""),
        Arguments.of(
            logical("long", "local-timestamp-micros"), 5L, "\"1970-01-01T00:00:00.000005\""),
        Arguments.of(logical("long", "local-timestamp-nanos"), 0L, "\"1970-01-01T00:00:00\""),
        Arguments.of(
            logical("string", "uuid"),
            "009c8453-e395-5e81-8ad2-a8d1587395df",
            "\"009c8453-e395-5e81-8ad2-a8d1587395df\""),
        Arguments.of(
            "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":12,\"scale\":3}",
            decimal("-1500"),
            "-1.500"),
        Arguments.of(
            connect("bytes", "org.apache.kafka.connect.data.Decimal", "\"scale\":\"2\""),
            decimal("100"),
            "1.00"),
        Arguments.of(connect("int", "io.debezium.time.Date", ""), 0, "\"1970-01-01\""),
        Arguments.of(
            connect("long", "io.debezium.time.MicroTimestamp", ""),
            1_577_836_800_000_001L,
            "\"2020-01-01T00:00:00.000001\""),
        Arguments.of(connect("long", "io.debezium.time.MicroTime", ""), 1L, "\"00:00:00.000001\""),
        Arguments.of(
            connect("long", "io.debezium.time.MicroDuration", ""), 90_000_000L, "\"PT1M30S\""),
        Arguments.of(connect("string", "io.debezium.data.Json", ""), "{\"a\": 1}", "{\"a\": 1}"),
        Arguments.of(connect("string", "io.debezium.data.Json", ""), "{a", "\"{a\""),
        Arguments.of(
            connect("string", "io.debezium.time.ZonedTimestamp", ""),
            "2020-01-01T00:00:00Z",
            "\"2020-01-01T00:00:00Z\""),
        Arguments.of("\"bytes\"", bytes("00ff"), "\"AP8=\""),
        Arguments.of("\"double\"", Double.NaN, "\"NaN\""),
        Arguments.of("\"double\"", 0.1, "0.1"),
        Arguments.of("\"float\"", 0.1f, "0.1"),
        Arguments.of("\"boolean\"", true, "true"),
        Arguments.of("[\"null\",\"long\",\"string\"]", "x", "\"x\""),
        Arguments.of("[\"null\",\"long\",\"string\"]", null, "null"),
        Arguments.of("[\"null\",\"long\",\"string\"]", 7L, "7"),
        Arguments.of("{\"type\":\"array\",\"items\":\"int\"}", List.of(1, 2), "[1,2]"),
        Arguments.of("{\"type\":\"map\",\"values\":\"int\"}", Map.of("k", 1), "{\"k\":1}"));
  }

  private static String logical(String type, String name) {
    return "{\"type\":\"" + type + "\",\"logicalType\":\"" + name + "\"}";
  }

  private static String connect(String type, String name, String parameters) {
    return "{\"type\":\"%s\",\"connect.name\":\"%s\",\"connect.parameters\":{%s}}"
        .formatted(type, name, parameters);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("values")
  void aValueIsWrittenAsPeopleKnowIt(String type, Object value, String json) {
    Schema schema = record("x", type);
    byte[] datum = datum(schema, new GenericRecordBuilder(schema).set("x", value).build());

    assertThat(Translated.value(avro(schema), datum))
        .returns(null, Translated::fault)
        .returns("{\"x\":" + json + "}", Translated::json);
  }

  @Test
  void fixedBytesMayBeAUuidADurationOrADecimal() {
    Schema schema =
        parse(
            """
            {"type": "record", "name": "R", "fields": [
              {"name": "id", "type": {"type": "fixed", "name": "U", "size": 16, "logicalType": "uuid"}},
              {"name": "wait", "type": {"type": "fixed", "name": "D", "size": 12, "logicalType": "duration"}},
              {"name": "fee", "type": {"type": "fixed", "name": "F", "size": 2, "logicalType": "decimal", "precision": 4, "scale": 1}},
              {"name": "kind", "type": {"type": "enum", "name": "K", "symbols": ["A", "B"]}}
            ]}
            """);
    ByteBuffer wait = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    wait.putInt(14).putInt(3).putInt(1500);
    GenericData.Record record = new GenericData.Record(schema);
    record.put(
        0,
        new GenericData.Fixed(
            schema.getField("id").schema(),
            HexFormat.of().parseHex("009c8453e3955e818ad2a8d1587395df")));
    record.put(1, new GenericData.Fixed(schema.getField("wait").schema(), wait.array()));
    record.put(2, new GenericData.Fixed(schema.getField("fee").schema(), new byte[] {0, 15}));
    record.put(3, new GenericData.EnumSymbol(schema.getField("kind").schema(), "B"));

    assertThat(Translated.value(avro(schema), datum(schema, record)).json())
        .isEqualTo(
            "{\"id\":\"009c8453-e395-5e81-8ad2-a8d1587395df\",\"wait\":\"P14M3DT1.5S\",\"fee\":1.5,\"kind\":\"B\"}");
  }

  @Test
  void aDecimalWithAScaleOfItsOwnIsANumber() {
    Schema schema =
        record(
            "x",
            """
            {"type": "record", "name": "V", "connect.name": "io.debezium.data.VariableScaleDecimal",
             "fields": [{"name": "scale", "type": "int"}, {"name": "value", "type": "bytes"}]}
            """);
    Schema inner = schema.getField("x").schema();
    for (Object[] each : new Object[][] {{3, "1.500"}, {-2, "150000"}}) {
      GenericData.Record value = new GenericData.Record(inner);
      value.put("scale", each[0]);
      value.put("value", decimal("1500"));
      GenericData.Record record = new GenericData.Record(schema);
      record.put("x", value);

      assertThat(Translated.value(avro(schema), datum(schema, record)).json())
          .isEqualTo("{\"x\":" + each[1] + "}");
    }
  }

  @Test
  void aDecimalThatNobodyCanStoreIsAFault() {
    Schema schema =
        record(
            "x",
            """
            {"type": "record", "name": "V", "connect.name": "io.debezium.data.VariableScaleDecimal",
             "fields": [{"name": "scale", "type": "int"}, {"name": "value", "type": "bytes"}]}
            """);
    GenericData.Record value = new GenericData.Record(schema.getField("x").schema());
    value.put("scale", Integer.MIN_VALUE);
    value.put("value", decimal("1"));
    GenericData.Record record = new GenericData.Record(schema);
    record.put("x", value);

    assertThat(Translated.value(avro(schema), datum(schema, record)).fault())
        .isEqualTo("a decimal with the scale -2147483648 is beyond PostgreSQL's numeric");
  }

  @Test
  void aDatumIsProjectedToTheReadersSchema() {
    Schema writer = record("amount", "\"int\"");
    Schema reader =
        parse(
            """
            {"type": "record", "name": "R", "fields": [
              {"name": "quantity", "type": "double", "aliases": ["amount"]},
              {"name": "unit", "type": "string", "default": "kg"}
            ]}
            """);
    byte[] datum = datum(writer, new GenericRecordBuilder(writer).set("amount", 3).build());
    Avro format =
        new Avro(
            new Avro.Writer.Given(writer.toString()), new Avro.Reader.Given(reader.toString()));

    assertThat(Translated.value(format, datum).json())
        .isEqualTo("{\"quantity\":3.0,\"unit\":\"kg\"}");
  }

  @Test
  void aDatumThatIsNoRecordIsTheMemberValue() {
    Schema schema = parse("\"string\"");
    assertThat(Translated.value(avro(schema), datum(schema, "x")).json())
        .isEqualTo("{\"value\":\"x\"}");
  }

  @Test
  void bytesThatFollowAreAFault() {
    Schema schema = record("x", "\"int\"");
    assertThat(Translated.value(avro(schema), new byte[] {2, 4}))
        .returns("1 bytes follow the Avro datum", Translated::fault)
        .returns("\\u0002\\u0004", Translated::shown);
  }

  static List<Arguments> broken() {
    return List.of(
        Arguments.of("\"string\"", "feffffff0f", "a length of 2147483647 where 0 bytes are left"),
        Arguments.of("\"string\"", "01", "a length of -1 where 0 bytes are left"),
        Arguments.of("\"string\"", "04c3", "a length of 2 where 1 bytes are left"),
        Arguments.of("\"string\"", "02ff", "a string is no UTF-8 at its byte 0"),
        Arguments.of(
            "\"bytes\"",
            "feffffffffffffffff01",
            "a length of 9223372036854775807 where 0 bytes are left"),
        Arguments.of("\"int\"", "ffffffffff", "the bytes end in the middle of a value"),
        Arguments.of("\"int\"", "ffffffffffffffffffff01", "a long has more than ten bytes"),
        Arguments.of("\"int\"", "808080808001", "an int is 17179869184"),
        Arguments.of("\"boolean\"", "02", "a boolean is the byte 2"),
        Arguments.of(
            "{\"type\":\"array\",\"items\":\"null\"}",
            "feffffffffffffffff01",
            "an array or map has more elements than bytes"),
        Arguments.of(logical("int", "time-millis"), "01", "the number -1 is no time in Millis"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("broken")
  void brokenBytesAreAFault(String type, String hex, String reason) {
    assertThat(Translated.value(avro(record("x", type)), HexFormat.of().parseHex(hex)).fault())
        .endsWith(reason);
  }

  @Test
  void aDatumThatIsNestedWithoutEndIsAFault() {
    Schema schema =
        parse(
            """
            {"type": "record", "name": "N", "fields": [{"name": "n", "type": ["null", "N"]}]}
            """);
    byte[] deep = new byte[500_000];
    java.util.Arrays.fill(deep, 0, deep.length - 1, (byte) 2);

    assertThat(Translated.value(avro(schema), deep).fault())
        .isIn(
            "the Avro datum is nested too deep",
            "the value is no JSON: Document nesting depth (1001) exceeds the maximum allowed (1000, from `StreamWriteConstraints.getMaxNestingDepth()`)");
  }

  @Test
  void whateverTheBytesAreNothingIsThrown() {
    Schema schema =
        parse(
            """
            {"type": "record", "name": "N", "fields": [
              {"name": "n", "type": ["null", "N"]},
              {"name": "m", "type": {"type": "map", "values": ["string", "double", "bytes"]}},
              {"name": "a", "type": {"type": "array", "items": {"type": "enum", "name": "E", "symbols": ["A"]}}},
              {"name": "d", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}},
              {"name": "t", "type": {"type": "long", "logicalType": "timestamp-nanos"}}
            ]}
            """);
    RecordTranslator translator = Translated.translator(avro(schema), Format.Text.WHOLE);
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[1 + random.nextInt(60)];
      random.nextBytes(bytes);
      for (int small = 0; small < bytes.length; small++) {
        if (random.nextInt(3) > 0) {
          bytes[small] = (byte) random.nextInt(6);
        }
      }
      Translated translated = Translated.of(translator, bytes, null);
      assertThat(translated.json() == null).isNotEqualTo(translated.fault() == null);
    }
  }

  @Test
  void whatIsNoSchemaIsTheAuthorsFault() {
    Avro format =
        new Avro(new Avro.Writer.Given("{\"type\": \"strin\"}"), new Avro.Reader.AsWritten());

    assertThatThrownBy(() -> Translated.translator(format, Format.Text.WHOLE))
        .isInstanceOfSatisfying(
            AssayException.class, e -> assertThat(e.kind()).isEqualTo(AssayException.Kind.USER))
        .hasMessageStartingWith("Not an Avro schema: source.avro.schema: ");
  }

  @Test
  void aRegistryHasToBeNamedWhereOneIsNeeded() {
    Avro format = new Avro(new Avro.Writer.Registered(), new Avro.Reader.AsWritten());

    assertThatThrownBy(() -> Translated.translator(format, Format.Text.WHOLE))
        .hasMessageStartingWith(
            "The pipeline reads Avro whose schemas are in a registry, but the environment has none.");
  }

  private static Schema record(String field, String type) {
    return parse(
        "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"%s\",\"type\":%s}]}"
            .formatted(field, type));
  }

  private static Schema parse(String json) {
    return new Schema.Parser(NameValidator.NO_VALIDATION).parse(json);
  }

  private static Avro avro(Schema schema) {
    return new Avro(new Avro.Writer.Given(schema.toString()), new Avro.Reader.AsWritten());
  }

  private static byte[] datum(Schema schema, Object datum) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    try {
      new GenericDatumWriter<>(schema).write(datum, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
