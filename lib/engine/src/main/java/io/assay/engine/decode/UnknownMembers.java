package io.assay.engine.decode;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** The members of one record that no field takes, as Spark's internal rows. */
final class UnknownMembers {
  static final ArrayType TYPE =
      DataTypes.createArrayType(
          new StructType()
              .add("member", DataTypes.StringType)
              .add("type", DataTypes.StringType)
              .add("value", DataTypes.StringType));

  /** Whose names are data has no end of them; the first ones tell as much as all. */
  private static final int MOST = 100;

  private final List<InternalRow> rows = new ArrayList<>();

  void add(String member, String type, String value) {
    if (rows.size() < MOST) {
      rows.add(
          new GenericInternalRow(
              new Object[] {
                UTF8String.fromString(member),
                UTF8String.fromString(type),
                UTF8String.fromString(Excerpt.of(value))
              }));
    }
  }

  GenericArrayData array() {
    return new GenericArrayData(rows.toArray());
  }
}
