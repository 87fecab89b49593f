package io.assay.engine.decode;

import io.assay.model.ColumnType;
import io.assay.model.Field;
import org.apache.spark.sql.types.DataType;

/**
 * How a field of a record, or of an element of a list, gets its value from what a reader found.
 * Implementations are immutable and thread-safe.
 */
interface FieldValue {
  Field field();

  /** Spark's type of the value. */
  DataType dataType();

  /**
   * Puts the value into the row.
   *
   * @param found the field's position among the texts
   * @param place where the field stands
   */
  void read(FieldTexts texts, int found, Place place, Object[] row, Findings findings);

  /**
   * The value of a field at its position in the row.
   *
   * @param othersPosition of its other readings, where it has {@code also} patterns
   */
  static FieldValue of(Field field, int position, int othersPosition) {
    if (field.type() instanceof ColumnType.Nested nested) {
      return new ListValue(field, nested, position);
    }
    if (field.type() instanceof ColumnType.Array array) {
      return new ArrayValue(field, array.element(), position);
    }
    return new TypedField(field, position, othersPosition);
  }
}
