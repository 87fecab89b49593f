package io.assay.flow.refine;

import io.assay.model.ColumnType;
import io.assay.postgres.staging.CopyBuffer;
import java.io.Serializable;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Writes one value of a Spark row in PostgreSQL's binary form; one small function for each type.
 */
@FunctionalInterface
interface ValueWriter extends Serializable {

  /** Writes the value at the position of a row or array, which is not null. */
  void write(SpecializedGetters row, int position, CopyBuffer out);

  /** The writer of a type. */
  static ValueWriter of(ColumnType type) {
    if (type instanceof ColumnType.Decimal decimal) {
      int precision = decimal.precision();
      int scale = decimal.scale();
      return (row, position, out) ->
          out.numeric(row.getDecimal(position, precision, scale).toJavaBigDecimal());
    }
    if (type instanceof ColumnType.Array array) {
      ValueWriter element = of(array.element());
      return (row, position, out) -> elements(row.getArray(position), element, out);
    }
    if (type instanceof ColumnType.Enumeration) {
      return of(ColumnType.Simple.TEXT);
    }
    return switch ((ColumnType.Simple) type) {
      case TEXT -> (row, position, out) -> text(row.getUTF8String(position), out);
      case INTEGER -> (row, position, out) -> out.int4(row.getInt(position));
      case BIGINT -> (row, position, out) -> out.int8(row.getLong(position));
      case DOUBLE -> (row, position, out) -> out.float8(row.getDouble(position));
      case BOOLEAN -> (row, position, out) -> out.bool(row.getBoolean(position));
      case DATE -> (row, position, out) -> out.date(row.getInt(position));
      case TIMESTAMP -> (row, position, out) -> out.timestamp(row.getLong(position));
      case UUID -> (row, position, out) -> out.uuid(row.getUTF8String(position).toString());
      case JSON -> (row, position, out) -> out.jsonb(row.getUTF8String(position).toString());
      case BINARY -> (row, position, out) -> out.bytes(row.getBinary(position));
    };
  }

  private static void elements(ArrayData values, ValueWriter element, CopyBuffer out) {
    out.array(values.numElements());
    for (int i = 0; i < values.numElements(); i++) {
      if (values.isNullAt(i)) {
        out.nul();
      } else {
        element.write(values, i, out);
      }
    }
  }

  private static void text(UTF8String value, CopyBuffer out) {
    if (value.getBaseObject() instanceof byte[] bytes) {
      out.text(bytes, (int) (value.getBaseOffset() - Platform.BYTE_ARRAY_OFFSET), value.numBytes());
    } else {
      byte[] utf8 = value.getBytes();
      out.text(utf8, 0, utf8.length);
    }
  }
}
