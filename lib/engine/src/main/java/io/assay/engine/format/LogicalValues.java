package io.assay.engine.format;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.assay.engine.decode.Json;
import io.assay.engine.decode.Undecodable;
import io.assay.engine.format.LogicalValue.Plain;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * The logical types of Avro, Kafka Connect and Debezium, as ISO 8601 texts, plain decimal numbers
 * and canonical UUIDs.
 */
final class LogicalValues {
  /** What PostgreSQL's {@code numeric} holds. */
  private static final int MAX_WHOLE_DIGITS = 131_072;

  private static final int MAX_SCALE = 16_383;
  private static final long DAY_NANOS = Duration.ofDays(1).toNanos();

  static final LogicalValue DATE = temporal("date", days -> LocalDate.ofEpochDay(days).toString());

  /** A text that holds JSON. */
  static final LogicalValue JSON_TEXT =
      new LogicalValue(Plain.TEXT, (value, out) -> writeJson((String) value, out));

  static final LogicalValue MICRO_DURATION =
      temporal("duration", micros -> Duration.of(micros, ChronoUnit.MICROS).toString());

  static final LogicalValue UUID_BYTES =
      new LogicalValue(Plain.BYTES, (value, out) -> out.writeString(uuid((byte[]) value)));

  /** An exact number with its own scale: Avro's {@code big-decimal}. */
  static final LogicalValue BIG_DECIMAL =
      new LogicalValue(Plain.BYTES, (value, out) -> writeBigDecimal((byte[]) value, out));

  /** Months, days and milliseconds, each four bytes, the lowest first. */
  static final LogicalValue AVRO_DURATION =
      new LogicalValue(Plain.BYTES, (value, out) -> out.writeString(duration((byte[]) value)));

  private LogicalValues() {}

  /**
   * Something that a number stands for; refuses with a DateTimeException or ArithmeticException.
   */
  private interface Temporal {
    String text(long value);
  }

  private static LogicalValue temporal(String name, Temporal temporal) {
    return new LogicalValue(
        Plain.WHOLE_NUMBER,
        (value, out) -> {
          try {
            out.writeString(temporal.text((Long) value));
          } catch (DateTimeException | ArithmeticException e) {
            throw new Undecodable("the number " + value + " is no " + name);
          }
        });
  }

  /** A time of the day; 24:00 is one, too. */
  static LogicalValue time(ChronoUnit unit) {
    return temporal(
        "time in " + unit,
        value -> {
          long nanos = Math.multiplyExact(value, unit.getDuration().toNanos());
          return nanos == DAY_NANOS
              ? "24:00:00"
              : DateTimeFormatter.ISO_LOCAL_TIME.format(LocalTime.ofNanoOfDay(nanos));
        });
  }

  /** A point in time, in UTC. */
  static LogicalValue timestamp(ChronoUnit unit) {
    return temporal(
        "timestamp in " + unit,
        value -> DateTimeFormatter.ISO_INSTANT.format(instant(value, unit)));
  }

  /** A date and a time of the day, nobody says where. */
  static LogicalValue localTimestamp(ChronoUnit unit) {
    return temporal(
        "timestamp in " + unit,
        value ->
            DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(
                LocalDateTime.ofInstant(instant(value, unit), ZoneOffset.UTC)));
  }

  private static Instant instant(long value, ChronoUnit unit) {
    return Instant.EPOCH.plus(value, unit);
  }

  /** An exact number whose digits after the point the schema says. */
  static LogicalValue decimal(int scale) {
    return new LogicalValue(Plain.BYTES, (value, out) -> writeDecimal((byte[]) value, scale, out));
  }

  /** Writes an exact number: the digits as a two's complement, the highest byte first. */
  static void writeDecimal(byte[] unscaled, int scale, JsonGenerator out)
      throws IOException, Undecodable {
    if (unscaled.length == 0) {
      throw new Undecodable("a decimal has no bytes");
    }
    BigDecimal decimal = new BigDecimal(new BigInteger(unscaled), scale);
    if (decimal.scale() > MAX_SCALE
        || (long) decimal.precision() - decimal.scale() > MAX_WHOLE_DIGITS) {
      throw new Undecodable(
          "a decimal with the scale " + scale + " is beyond PostgreSQL's numeric");
    }
    out.writeNumber(decimal.toPlainString());
  }

  private static void writeBigDecimal(byte[] bytes, JsonGenerator out)
      throws IOException, Undecodable {
    BoundedDecoder decoder = new BoundedDecoder(bytes, 0);
    ByteBuffer unscaled = decoder.readBytes(null);
    writeDecimal(unscaled.array(), decoder.readInt(), out);
  }

  private static String uuid(byte[] bytes) throws Undecodable {
    if (bytes.length != 2 * Long.BYTES) {
      throw new Undecodable("a UUID has " + bytes.length + " bytes, not 16");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new UUID(buffer.getLong(), buffer.getLong()).toString();
  }

  private static String duration(byte[] bytes) throws Undecodable {
    if (bytes.length != 3 * Integer.BYTES) {
      throw new Undecodable("a duration has " + bytes.length + " bytes, not 12");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long months = Integer.toUnsignedLong(buffer.getInt());
    long days = Integer.toUnsignedLong(buffer.getInt());
    BigDecimal seconds = BigDecimal.valueOf(Integer.toUnsignedLong(buffer.getInt()), 3);
    return "P"
        + months
        + "M"
        + days
        + "DT"
        + (seconds.signum() == 0 ? "0" : seconds.stripTrailingZeros().toPlainString())
        + "S";
  }

  /** A text that holds JSON, as the value that it holds; as a text if it does not. */
  private static void writeJson(String text, JsonGenerator out) throws IOException {
    if (isJson(text)) {
      out.writeRawValue(text);
    } else {
      out.writeString(text);
    }
  }

  private static boolean isJson(String text) throws IOException {
    try (JsonParser parser = Json.parser(text)) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (JsonProcessingException e) {
      return false;
    }
  }
}
