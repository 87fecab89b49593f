package io.assay.feed.generate;

import java.time.LocalDate;
import java.util.Random;

/** Dates as the departments write them. */
enum SheetDate {
  DAY_FIRST {
    @Override
    String written(LocalDate date) {
      return date.getDayOfMonth() + "/" + date.getMonthValue() + "/" + date.getYear();
    }
  },
  MONTH_FIRST {
    @Override
    String written(LocalDate date) {
      return date.getMonthValue() + "/" + date.getDayOfMonth() + "/" + date.getYear();
    }
  };

  abstract String written(LocalDate date);

  /** How the department's own dates are written. */
  static SheetDate of(Stage stage) {
    return stage == Stage.FABRICATION ? DAY_FIRST : MONTH_FIRST;
  }

  SheetDate other() {
    return this == DAY_FIRST ? MONTH_FIRST : DAY_FIRST;
  }

  /** A day from the first to the last, both included. */
  static LocalDate between(LocalDate first, LocalDate last, Random random) {
    return first.plusDays(random.nextInt((int) (last.toEpochDay() - first.toEpochDay()) + 1));
  }
}
