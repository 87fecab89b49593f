package io.assay.feed.generate;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Wrong last dates. The first date is always one that can be read in one way only: its day is
 * beyond the twelfth.
 */
final class DateFlaws {
  private static final List<String> NO_DATES =
      List.of("31/02/2020", "43892", "soon", "2020-02-21", "0/0/2020", "21.02.2020", "32/13/2020");

  private DateFlaws() {}

  static Map<RecordClass, Flaw> all() {
    return Map.of(
        RecordClass.AMBIGUOUS_DATE, DateFlaws::ambiguous,
        RecordClass.OUT_BEFORE_IN, DateFlaws::outBeforeIn,
        RecordClass.BAD_DATE, DateFlaws::noDate);
  }

  /**
   * The last date is in the month after the first and written with day and month the other way
   * round; as the department would read it, it is in the first date's month or earlier, and before
   * the thirteenth.
   */
  private static Optional<Draft> ambiguous(Plant plant, Random random) {
    Product product = Flaw.anyProduct(plant, random);
    LocalDate first = onTheDays(13, 28, product.begun());
    while (first.getMonthValue() < 2 || first.getMonthValue() > 9) {
      first = onTheDays(13, 28, first.plusMonths(1).withDayOfMonth(13));
    }
    LocalDate last = first.plusMonths(1).withDayOfMonth(1 + random.nextInt(first.getMonthValue()));
    SheetDate custom = SheetDate.of(product.stage());
    return withDates(product, custom.written(first), custom.other().written(last));
  }

  private static Optional<Draft> outBeforeIn(Plant plant, Random random) {
    Product product = Flaw.anyProduct(plant, random);
    LocalDate first = onTheDays(20, 28, product.begun());
    LocalDate last = first.withDayOfMonth(13 + random.nextInt(first.getDayOfMonth() - 13));
    SheetDate custom = SheetDate.of(product.stage());
    return withDates(product, custom.written(first), custom.written(last));
  }

  private static Optional<Draft> noDate(Plant plant, Random random) {
    Product product = Flaw.anyProduct(plant, random);
    String first = SheetDate.of(product.stage()).written(product.begun());
    return withDates(product, first, Catalogue.oneOf(NO_DATES, random));
  }

  private static LocalDate onTheDays(int firstDay, int lastDay, LocalDate earliest) {
    LocalDate date = earliest;
    while (date.getDayOfMonth() < firstDay || date.getDayOfMonth() > lastDay) {
      date = date.plusDays(1);
    }
    return date;
  }

  private static Optional<Draft> withDates(Product product, String first, String last) {
    Map<String, String> cells = product.cells();
    cells.put(product.firstDateColumn(), first);
    cells.put(product.lastDateColumn(), last);
    return Optional.of(Draft.of(product.stage(), product.key(), cells, 1));
  }
}
