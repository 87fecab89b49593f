package io.assay.engine.decode;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** {@code true, t, yes, 1} and {@code false, f, no, 0}, in any case. */
final class BooleanText implements TextType {
  @Override
  public Object read(String text) {
    if (isOneOf(text, "true", "1", "t", "yes")) {
      return true;
    }
    if (isOneOf(text, "false", "0", "f", "no")) {
      return false;
    }
    return Refusal.type("is neither true nor false");
  }

  private static boolean isOneOf(String text, String... words) {
    for (String word : words) {
      if (word.equalsIgnoreCase(text)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public DataType dataType() {
    return DataTypes.BooleanType;
  }
}
