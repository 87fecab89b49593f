package io.assay.postgres.staging;

import io.assay.model.AssayException;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * {@code numeric} in binary: number of digits, weight of the first, sign, scale, then the digits,
 * base 10,000, without zeros at either end (PostgreSQL, {@code numeric_send} in numeric.c).
 */
final class BinaryNumeric {
  private static final int POSITIVE = 0x0000;
  private static final int NEGATIVE = 0x4000;
  private static final int BASE_DIGITS = 4;
  private static final int BASE = 10_000;

  /** PostgreSQL, "Numeric Types": digits before and after the point. */
  private static final int MOST_BEFORE = 131_072;

  private static final int MOST_AFTER = 16_383;

  private BinaryNumeric() {}

  /** Appends the number without its length. */
  static void append(BigDecimal number, Bytes target) {
    long before = (long) number.precision() - number.scale();
    if (number.signum() != 0 && (before > MOST_BEFORE || number.scale() > MOST_AFTER)) {
      throw new AssayException(
          AssayException.Kind.DATA,
          "Cannot stage a number with %d digits before and %d after the point: PostgreSQL stores at most %d and %d"
              .formatted(
                  Math.max(0, before), Math.max(0, number.scale()), MOST_BEFORE, MOST_AFTER));
    }
    if (number.signum() == 0) {
      header(target, 0, 0, POSITIVE, Math.min(MOST_AFTER, Math.max(0, number.scale())));
      return;
    }
    BigDecimal plain = number.scale() < 0 ? number.setScale(0) : number;
    int padding = Math.floorMod(-plain.scale(), BASE_DIGITS);
    int fraction = (plain.scale() + padding) / BASE_DIGITS;
    int sign = plain.signum() < 0 ? NEGATIVE : POSITIVE;
    if (plain.precision() + padding <= 18) {
      long value = Math.abs(plain.unscaledValue().longValue());
      for (int i = 0; i < padding; i++) {
        value *= 10;
      }
      small(value, fraction, sign, plain.scale(), target);
    } else {
      large(plain.unscaledValue().abs(), padding, fraction, sign, plain.scale(), target);
    }
  }

  private static void small(long value, int fraction, int sign, int scale, Bytes target) {
    int groups = 0;
    int trailing = 0;
    long rest = value;
    for (; rest != 0; rest /= BASE) {
      trailing += rest % BASE == 0 && trailing == groups ? 1 : 0;
      groups++;
    }
    header(target, groups - trailing, groups - fraction - 1, sign, scale);
    int at = target.claim(2 * (groups - trailing));
    rest = value;
    for (int i = groups - 1; i >= 0; i--, rest /= BASE) {
      if (i < groups - trailing) {
        int digit = (int) (rest % BASE);
        target.array()[at + 2 * i] = (byte) (digit >>> 8);
        target.array()[at + 2 * i + 1] = (byte) digit;
      }
    }
  }

  private static void large(
      BigInteger value, int padding, int fraction, int sign, int scale, Bytes target) {
    String digits = value + "0".repeat(padding);
    digits = "0".repeat(Math.floorMod(-digits.length(), BASE_DIGITS)) + digits;
    int groups = digits.length() / BASE_DIGITS;
    int significant = groups;
    while (group(digits, significant - 1) == 0) {
      significant--;
    }
    header(target, significant, groups - fraction - 1, sign, scale);
    for (int i = 0; i < significant; i++) {
      target.int2(group(digits, i));
    }
  }

  private static int group(String digits, int index) {
    return Integer.parseInt(digits, index * BASE_DIGITS, index * BASE_DIGITS + BASE_DIGITS, 10);
  }

  private static void header(Bytes target, int digits, int weight, int sign, int scale) {
    target.int2(digits);
    target.int2(weight);
    target.int2(sign);
    target.int2(scale);
  }
}
