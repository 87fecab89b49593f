package io.assay.model.file;

import java.math.BigDecimal;
import java.util.Optional;

/** Numbers under a key of their own. */
final class Numbers {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private Numbers() {}

  /** A whole number, at least {@code least}; anything else is a fault. */
  static Optional<Long> whole(Entry entry, long least) {
    Optional<String> text = entry.scalar("a number");
    try {
      Optional<Long> number = text.map(each -> new BigDecimal(each).longValueExact());
      if (number.filter(each -> each >= least).isPresent() || text.isEmpty()) {
        return number;
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // told below, like a number that is too small
    }
    entry.fault(text.get(), "not such a number", "Write a whole number, " + least + " or more.");
    return Optional.empty();
  }

  /** A part of a hundred; anything else is a fault. */
  static Optional<BigDecimal> percent(Entry entry) {
    Optional<String> text = entry.scalar("a number");
    try {
      Optional<BigDecimal> number = text.map(BigDecimal::new);
      if (text.isEmpty()
          || number
              .filter(each -> each.signum() >= 0 && each.compareTo(HUNDRED) <= 0)
              .isPresent()) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below, like a number that is too large
    }
    entry.fault(text.get(), "not a percentage", "Write a number from 0 to 100.");
    return Optional.empty();
  }
}
