package io.assay.tests.oracle;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Optional;

/**
 * A date of a sheet as its department reads it, and as it would be with day and month the other way
 * round.
 */
record SheetDates(Optional<LocalDate> own, Optional<LocalDate> other) {
  private static final DateTimeFormatter DAY_FIRST =
      DateTimeFormatter.ofPattern("d/M/uuuu").withResolverStyle(ResolverStyle.STRICT);
  private static final DateTimeFormatter MONTH_FIRST =
      DateTimeFormatter.ofPattern("M/d/uuuu").withResolverStyle(ResolverStyle.STRICT);

  static final SheetDates NONE = new SheetDates(Optional.empty(), Optional.empty());

  static SheetDates dayFirst(String text) {
    return new SheetDates(read(text, DAY_FIRST), read(text, MONTH_FIRST));
  }

  static SheetDates monthFirst(String text) {
    return new SheetDates(read(text, MONTH_FIRST), read(text, DAY_FIRST));
  }

  private static Optional<LocalDate> read(String text, DateTimeFormatter format) {
    try {
      return Optional.of(LocalDate.parse(text, format));
    } catch (DateTimeException e) {
      return Optional.empty(); // which is the answer: it is none
    }
  }
}
