package io.assay.engine.decode;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * Finite numbers in decimal notation. What would become infinite, or zero without being zero, is
 * refused.
 */
final class DoubleText implements TextType {
  @Override
  public Object read(String text) {
    if (!DecimalNotation.matches(text)) {
      return Refusal.type("is no finite decimal number");
    }
    double value = Double.parseDouble(text);
    if (Double.isInfinite(value) || (value == 0 && hasNonZeroDigit(text))) {
      return Refusal.type("is beyond what a double can hold");
    }
    return value;
  }

  private static boolean hasNonZeroDigit(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 'e' || c == 'E') {
        return false;
      }
      if (c >= '1' && c <= '9') {
        return true;
      }
    }
    return false;
  }

  @Override
  public DataType dataType() {
    return DataTypes.DoubleType;
  }
}
