package io.assay.engine.decode;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;

/**
 * Exact numbers. A number that does not fit exactly is refused, never rounded; zeros at the end of
 * a fraction do not count, as they change nothing ({@code 1.500} fits one digit after the point).
 */
final class DecimalText implements TextType {
  /**
   * Longer than any number that fits, zeros in front and behind included; keeps hostile input from
   * costing quadratic time.
   */
  private static final int MAX_LENGTH = 400;

  private final int precision;
  private final int scale;

  DecimalText(int precision, int scale) {
    this.precision = precision;
    this.scale = scale;
  }

  @Override
  public Object read(String text) {
    if (!DecimalNotation.matches(text)) {
      return Refusal.type("is no decimal number");
    }
    if (text.length() > MAX_LENGTH) {
      return tooLarge();
    }
    Decimal small = precision <= Decimal.MAX_LONG_DIGITS() ? unscaled(text) : null;
    return small != null ? small : exact(text);
  }

  /**
   * The usual case without a detour: few digits, no exponent, no more digits after the point than
   * there is room for.
   */
  private Decimal unscaled(String text) {
    boolean negative = text.charAt(0) == '-';
    int i = negative || text.charAt(0) == '+' ? 1 : 0;
    if (text.length() - i > Decimal.MAX_LONG_DIGITS()) {
      return null;
    }
    long value = 0;
    int fraction = -1;
    for (; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.') {
        fraction = 0;
      } else if (c >= '0' && c <= '9') {
        value = value * 10 + (c - '0');
        fraction = fraction < 0 ? -1 : fraction + 1;
      } else {
        return null;
      }
    }
    fraction = Math.max(fraction, 0);
    if (fraction > scale) {
      return null;
    }
    long limit = power(precision - (scale - fraction));
    if (value >= limit) {
      return null;
    }
    value *= power(scale - fraction);
    return Decimal.createUnsafe(negative ? -value : value, precision, scale);
  }

  private static long power(int exponent) {
    long power = 1;
    for (int i = 0; i < exponent; i++) {
      power *= 10;
    }
    return power;
  }

  private Object exact(String text) {
    BigDecimal value;
    try {
      value = new BigDecimal(text);
    } catch (NumberFormatException e) { // an exponent beyond 32 bits
      return tooLarge();
    }
    if (value.signum() == 0) {
      return decimal(BigDecimal.valueOf(BigInteger.ZERO.longValue(), scale));
    }
    if ((long) value.precision() - value.scale() > precision - scale) {
      return tooLarge();
    }
    value = value.stripTrailingZeros();
    if (value.scale() > scale) {
      return Refusal.type(
          "has more than " + scale + " digits after the point, the most for " + name());
    }
    return decimal(value.setScale(scale));
  }

  private Decimal decimal(BigDecimal value) {
    return Decimal.apply(value, precision, scale);
  }

  private Refusal tooLarge() {
    return Refusal.type(
        "has more than "
            + (precision - scale)
            + " digits before the point, the most for "
            + name());
  }

  private String name() {
    return "decimal(" + precision + "," + scale + ")";
  }

  @Override
  public DataType dataType() {
    return DataTypes.createDecimalType(precision, scale);
  }
}
