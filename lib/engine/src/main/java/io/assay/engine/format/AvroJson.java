package io.assay.engine.format;

import com.fasterxml.jackson.core.JsonGenerator;
import io.assay.engine.decode.Undecodable;
import io.assay.engine.format.LogicalValue.Plain;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;

/**
 * Writes data of one Avro schema as JSON: records and maps as objects, a union as the value of its
 * branch, enums as text, bytes and fixed as Base64, logical types as the texts that people know.
 * Immutable and thread-safe.
 *
 * @see <a href="https://avro.apache.org/docs/1.12.0/specification/#logical-types">logical types</a>
 */
final class AvroJson {
  private final Schema root;
  private final Map<Schema, Optional<LogicalValue>> logical = new IdentityHashMap<>();

  AvroJson(Schema schema) {
    this.root = schema;
    collect(schema);
  }

  /** Writes a datum. */
  void write(Object datum, JsonGenerator out) throws IOException, Undecodable {
    write(root, datum, out);
  }

  private void collect(Schema schema) {
    if (logical.containsKey(schema)) {
      return;
    }
    logical.put(schema, logical(schema));
    switch (schema.getType()) {
      case RECORD -> schema.getFields().forEach(field -> collect(field.schema()));
      case UNION -> schema.getTypes().forEach(this::collect);
      case ARRAY -> collect(schema.getElementType());
      case MAP -> collect(schema.getValueType());
      default -> {
        // holds no other
      }
    }
  }

  private void write(Schema schema, Object datum, JsonGenerator out)
      throws IOException, Undecodable {
    Optional<LogicalValue> type = logical.get(schema);
    if (type.isPresent() && datum != null) {
      type.get().write(plain(datum), out);
      return;
    }
    switch (schema.getType()) {
      case RECORD -> writeRecord(schema, (IndexedRecord) datum, out);
      case UNION ->
          write(schema.getTypes().get(GenericData.get().resolveUnion(schema, datum)), datum, out);
      case ARRAY -> {
        out.writeStartArray();
        for (Object element : (Collection<?>) datum) {
          write(schema.getElementType(), element, out);
        }
        out.writeEndArray();
      }
      case MAP -> {
        out.writeStartObject();
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) datum).entrySet()) {
          out.writeFieldName(entry.getKey().toString());
          write(schema.getValueType(), entry.getValue(), out);
        }
        out.writeEndObject();
      }
      case STRING, ENUM -> out.writeString(datum.toString());
      case BYTES, FIXED -> out.writeBinary(bytes(datum));
      case INT, LONG -> out.writeNumber(((Number) datum).longValue());
      case FLOAT -> out.writeNumber((Float) datum);
      case DOUBLE -> out.writeNumber((Double) datum);
      case BOOLEAN -> out.writeBoolean((Boolean) datum);
      case NULL -> out.writeNull();
    }
  }

  private void writeRecord(Schema schema, IndexedRecord record, JsonGenerator out)
      throws IOException, Undecodable {
    if (ConnectTypes.VARIABLE_DECIMAL.equals(schema.getProp("connect.name"))) {
      Object scale = record.get(schema.getField("scale").pos());
      Object value = record.get(schema.getField("value").pos());
      LogicalValues.writeDecimal(bytes(value), ((Number) scale).intValue(), out);
      return;
    }
    out.writeStartObject();
    for (Schema.Field field : schema.getFields()) {
      out.writeFieldName(field.name());
      write(field.schema(), record.get(field.pos()), out);
    }
    out.writeEndObject();
  }

  private static Object plain(Object datum) {
    if (datum instanceof Number number) {
      return number.longValue();
    }
    return datum instanceof CharSequence text ? text.toString() : bytes(datum);
  }

  private static byte[] bytes(Object datum) {
    if (datum instanceof GenericFixed fixed) {
      return fixed.bytes();
    }
    ByteBuffer buffer = ((ByteBuffer) datum).duplicate();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  /** What Connect's name says comes first: it is more exact than Avro's logical type. */
  private static Optional<LogicalValue> logical(Schema schema) {
    Optional<LogicalValue> type =
        ConnectTypes.of(schema.getProp("connect.name"), name -> parameter(schema, name))
            .or(() -> avro(schema));
    return type.filter(each -> fits(each.plain(), schema.getType()));
  }

  private static String parameter(Schema schema, String name) {
    if (schema.getObjectProp("connect.parameters") instanceof Map<?, ?> parameters
        && parameters.get(name) != null) {
      return parameters.get(name).toString();
    }
    Object property = schema.getObjectProp(name);
    return property == null ? null : property.toString();
  }

  private static Optional<LogicalValue> avro(Schema schema) {
    if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
      return Optional.of(LogicalValues.decimal(decimal.getScale()));
    }
    String name = schema.getProp("logicalType");
    if (name == null) {
      return Optional.empty();
    }
    return Optional.ofNullable(
        switch (name) {
          case "date" -> LogicalValues.DATE;
          case "time-millis" -> LogicalValues.time(ChronoUnit.MILLIS);
          case "time-micros" -> LogicalValues.time(ChronoUnit.MICROS);
          case "timestamp-millis" -> LogicalValues.timestamp(ChronoUnit.MILLIS);
          case "timestamp-micros" -> LogicalValues.timestamp(ChronoUnit.MICROS);
          case "timestamp-nanos" -> LogicalValues.timestamp(ChronoUnit.NANOS);
          case "local-timestamp-millis" -> LogicalValues.localTimestamp(ChronoUnit.MILLIS);
          case "local-timestamp-micros" -> LogicalValues.localTimestamp(ChronoUnit.MICROS);
          case "local-timestamp-nanos" -> LogicalValues.localTimestamp(ChronoUnit.NANOS);
          case "duration" -> LogicalValues.AVRO_DURATION;
          case "uuid" -> schema.getType() == Schema.Type.FIXED ? LogicalValues.UUID_BYTES : null;
          case "big-decimal" -> LogicalValues.BIG_DECIMAL;
          default -> null;
        });
  }

  private static boolean fits(Plain plain, Schema.Type type) {
    return switch (plain) {
      case WHOLE_NUMBER -> type == Schema.Type.INT || type == Schema.Type.LONG;
      case BYTES -> type == Schema.Type.BYTES || type == Schema.Type.FIXED;
      case TEXT -> type == Schema.Type.STRING;
    };
  }
}
