package io.assay.engine.decode;

import java.time.LocalDate;
import java.time.YearMonth;

/** Days and digits, without objects or exceptions for what is no date. */
final class Calendar {
  /** No date. */
  static final long NONE = Long.MIN_VALUE;

  private Calendar() {}

  /** Days since 1970-01-01, or {@link #NONE} if there is no such day in the years 0001 to 9999. */
  static long epochDay(int year, int month, int day) {
    if (year < TemporalForm.MIN_YEAR
        || year > TemporalForm.MAX_YEAR
        || month < 1
        || month > 12
        || day < 1
        || (day > 28 && day > YearMonth.of(year, month).lengthOfMonth())) {
      return NONE;
    }
    return LocalDate.of(year, month, day).toEpochDay();
  }

  /** The day of {@code yyyy?MM?dd} at a place of a text that is long enough. */
  static long epochDay(String text, int at) {
    return epochDay(digits(text, at, 4), digits(text, at + 5, 2), digits(text, at + 8, 2));
  }

  /** The number that so many digits 0 to 9 stand for; -1 if they are no digits. */
  static int digits(String text, int at, int count) {
    int value = 0;
    for (int i = at; i < at + count; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
