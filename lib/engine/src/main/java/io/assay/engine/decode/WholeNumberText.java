package io.assay.engine.decode;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * Whole numbers: digits 0 to 9 with an optional sign, nothing else ({@code 12.0} and {@code 1e3}
 * are none).
 */
final class WholeNumberText implements TextType {
  private final String name;
  private final DataType dataType;
  private final long min;
  private final long max;

  private WholeNumberText(String name, DataType dataType, long min, long max) {
    this.name = name;
    this.dataType = dataType;
    this.min = min;
    this.max = max;
  }

  static WholeNumberText integer() {
    return new WholeNumberText(
        "integer", DataTypes.IntegerType, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  static WholeNumberText bigint() {
    return new WholeNumberText("bigint", DataTypes.LongType, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  @Override
  public Object read(String text) {
    boolean negative = text.startsWith("-");
    int start = negative || text.startsWith("+") ? 1 : 0;
    if (start == text.length()) {
      return Refusal.type("is no whole number");
    }
    // Counted down, because there is one negative number more than there are positive ones.
    long value = 0;
    boolean fits = true;
    for (int i = start; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return Refusal.type("is no whole number");
      }
      if (value < Long.MIN_VALUE / 10 || value * 10 < Long.MIN_VALUE + digit) {
        fits = false;
      } else {
        value = value * 10 - digit;
      }
    }
    fits = fits && (negative || value != Long.MIN_VALUE);
    long signed = negative ? value : -value;
    if (!fits || signed < min || signed > max) {
      return Refusal.type("is too large for " + name + " (" + min + " to " + max + ")");
    }
    if (dataType == DataTypes.IntegerType) {
      return (int) signed;
    }
    return signed;
  }

  @Override
  public DataType dataType() {
    return dataType;
  }
}
