package io.assay.engine.decode;

import io.assay.model.Field;
import io.assay.model.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** The findings of one record, as Spark's internal rows. */
final class Findings {
  static final ArrayType TYPE =
      DataTypes.createArrayType(
          new StructType()
              .add("rule", DataTypes.StringType)
              .add("severity", DataTypes.StringType)
              .add("field", DataTypes.StringType)
              .add("value", DataTypes.StringType)
              .add("message", DataTypes.StringType));

  /** More than so many of one record say no more. */
  private static final int MOST = 200;

  private List<InternalRow> rows;

  /** Tells why a field has no value. */
  void refuse(Field field, String name, String text, Refusal refusal) {
    if (rows != null && rows.size() > MOST) {
      return;
    }
    if (rows != null && rows.size() == MOST) {
      add(
          Refusal.TYPE,
          Severity.REJECT,
          name,
          null,
          name + ": from here on, findings are left out; these are the first " + MOST);
      return;
    }
    boolean cleared =
        refusal.rule().equals(Refusal.AMBIGUOUS) && field.ambiguity() == Field.Ambiguity.CLEAR;
    String shown = Concealed.value(field, text);
    add(
        refusal.rule(),
        cleared ? Severity.WARN : Severity.REJECT,
        name,
        shown,
        name + ": '" + shown + "' " + Concealed.reason(field, refusal));
  }

  void add(String rule, Severity severity, String field, String value, String message) {
    if (rows == null) {
      rows = new ArrayList<>();
    }
    Object[] columns = {
      UTF8String.fromString(rule),
      UTF8String.fromString(severity.name().toLowerCase(Locale.ROOT)),
      UTF8String.fromString(field),
      UTF8String.fromString(value),
      UTF8String.fromString(message)
    };
    rows.add(new GenericInternalRow(columns));
  }

  /** Null if there are none. */
  GenericArrayData array() {
    return rows == null ? null : new GenericArrayData(rows.toArray());
  }
}
