package io.assay.engine.function;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.objects.Invoke;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.types.AbstractDataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import scala.jdk.javaapi.CollectionConverters;

/** Finds a key that stands twice in a list of keys. Stateless. */
public final class RepeatedKey implements Serializable {
  private static final long serialVersionUID = 1L;

  private RepeatedKey() {}

  /**
   * The first key that stands there a second time, its parts joined by commas; null if there is
   * none. Keys with an empty part do not count.
   *
   * @param keys {@code array<array<string>>}, may be null
   */
  public static Column first(Column keys) {
    List<Expression> arguments = List.of(ExpressionUtils.expression(keys));
    boolean propagateNull = true;
    boolean returnNullable = true;
    boolean deterministic = true;
    return ExpressionUtils.column(
        new Invoke(
            Literal.fromObject(new RepeatedKey()),
            "find",
            DataTypes.StringType,
            CollectionConverters.asScala(arguments).toSeq(),
            CollectionConverters.asScala(List.<AbstractDataType>of()).toSeq(),
            propagateNull,
            returnNullable,
            deterministic));
  }

  /** Called by the code that Spark generates for {@link #first}. */
  public UTF8String find(ArrayData keys) {
    Set<List<UTF8String>> seen = new HashSet<>();
    for (int i = 0; i < keys.numElements(); i++) {
      List<UTF8String> key = parts(keys.getArray(i));
      if (!key.contains(null) && !seen.add(key)) {
        return UTF8String.concatWs(UTF8String.fromString(", "), key.toArray(UTF8String[]::new));
      }
    }
    return null;
  }

  private static List<UTF8String> parts(ArrayData key) {
    List<UTF8String> parts = new ArrayList<>(key.numElements());
    for (int i = 0; i < key.numElements(); i++) {
      parts.add(key.isNullAt(i) ? null : key.getUTF8String(i));
    }
    return parts;
  }
}
