package io.assay.engine.decode;

import io.assay.model.Field.Unit;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A number that counts days, seconds, … since 1970-01-01 UTC. What is finer than a microsecond is
 * cut off, as everywhere; a date has to be a whole day.
 */
final class EpochForm implements TemporalForm {
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,19}(\\.[0-9]{1,9})?");
  private static final BigDecimal DAY_MICROS = BigDecimal.valueOf(86_400_000_000L);
  private static final BigInteger FIRST =
      BigInteger.valueOf(IsoTimestamp.FIRST_SECOND).multiply(BigInteger.valueOf(1_000_000));
  private static final BigInteger LAST =
      BigInteger.valueOf(IsoTimestamp.LAST_SECOND)
          .multiply(BigInteger.valueOf(1_000_000))
          .add(BigInteger.valueOf(999_999));

  private final Unit unit;
  private final BigDecimal micros;
  private final Whole whole;

  private enum Whole {
    DAYS,
    MICROS
  }

  private EpochForm(Unit unit, Whole whole) {
    this.unit = unit;
    this.whole = whole;
    this.micros =
        switch (unit) {
          case DAYS -> DAY_MICROS;
          case SECONDS -> BigDecimal.valueOf(1_000_000);
          case MILLIS -> BigDecimal.valueOf(1000);
          case MICROS -> BigDecimal.ONE;
          case NANOS -> new BigDecimal("0.001");
          case WRITTEN -> throw new IllegalArgumentException("No unit: dates are written out");
        };
  }

  static EpochForm dates(Unit unit) {
    return new EpochForm(unit, Whole.DAYS);
  }

  static EpochForm timestamps(Unit unit) {
    return new EpochForm(unit, Whole.MICROS);
  }

  @Override
  public Object read(String text) {
    if (!NUMBER.matcher(text).matches()) {
      return null;
    }
    BigDecimal exact = new BigDecimal(text).multiply(micros);
    BigInteger since = exact.setScale(0, RoundingMode.FLOOR).toBigInteger();
    if (since.compareTo(FIRST) < 0 || since.compareTo(LAST) > 0) {
      return null;
    }
    if (whole == Whole.MICROS) {
      return since.longValue();
    }
    BigDecimal[] days = exact.divideAndRemainder(DAY_MICROS);
    return days[1].signum() == 0 ? (Object) days[0].intValue() : null;
  }

  @Override
  public String name() {
    return unit.name().toLowerCase(Locale.ROOT) + " since 1970-01-01";
  }
}
