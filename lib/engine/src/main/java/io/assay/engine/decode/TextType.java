package io.assay.engine.decode;

import io.assay.model.ColumnType;
import io.assay.model.Field;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * Turns the text of a field into Spark's internal value of its type. Implementations are immutable
 * and thread-safe.
 */
interface TextType {

  /**
   * The value of a text that is neither null nor, unless the field keeps blanks, blank: Spark's
   * internal representation, or a {@link Refusal}.
   */
  Object read(String text);

  /** The type of the values. */
  DataType dataType();

  /** What the values of a field are read with. */
  static TextType of(Field field) {
    return of(field, field.type());
  }

  /** What the texts of a field, or of its elements, are read with. */
  static TextType of(Field field, ColumnType type) {
    if (type instanceof ColumnType.Decimal decimal) {
      return new DecimalText(decimal.precision(), decimal.scale());
    }
    if (type instanceof ColumnType.Enumeration enumeration) {
      return new SymbolText(enumeration);
    }
    return switch ((ColumnType.Simple) type) {
      case TEXT -> new PlainText();
      case INTEGER -> WholeNumberText.integer();
      case BIGINT -> WholeNumberText.bigint();
      case DOUBLE -> new DoubleText();
      case BOOLEAN -> new BooleanText();
      case DATE ->
          new TemporalText(
              "date",
              DataTypes.DateType,
              field.unit() == Field.Unit.WRITTEN
                  ? TemporalForm.dates(field.formats())
                  : List.of(EpochForm.dates(field.unit())));
      case TIMESTAMP ->
          new TemporalText(
              "timestamp",
              DataTypes.TimestampType,
              field.unit() == Field.Unit.WRITTEN
                  ? TemporalForm.timestamps(field.formats())
                  : List.of(EpochForm.timestamps(field.unit())));
      case UUID -> new UuidText();
      case JSON -> new JsonText();
      case BINARY -> new BinaryText(field.encoding());
    };
  }
}
