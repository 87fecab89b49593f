package io.assay.model.file;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;

/**
 * Patterns of {@link DateTimeFormatter}: usable if what they write, they read back as the same
 * date.
 */
final class DatePatterns {
  private static final ZonedDateTime SAMPLE =
      ZonedDateTime.of(2021, 11, 23, 14, 15, 16, 0, ZoneOffset.UTC);
  private static final String TIME_LETTERS = "aBhKkHmsSAnN";

  private DatePatterns() {}

  /** The patterns of an entry; each one that gives no whole date is a fault. */
  static List<String> read(Entry entry) {
    List<String> patterns = entry.texts();
    for (String pattern : patterns) {
      if (!givesDates(pattern)) {
        entry.fault(
            pattern,
            "not a pattern that dates can be read with",
            "Use the letters of java.time.format.DateTimeFormatter, with day, month and year, such"
                + " as d/M/yyyy.");
      }
    }
    return patterns;
  }

  private static boolean givesDates(String pattern) {
    try {
      DateTimeFormatterBuilder builder =
          new DateTimeFormatterBuilder().parseCaseInsensitive().appendPattern(pattern);
      String letters = pattern.replaceAll("'[^']*'", "");
      if (letters.indexOf('G') < 0 && letters.indexOf('y') >= 0) {
        builder.parseDefaulting(ChronoField.ERA, 1);
      }
      DateTimeFormatter formatter =
          builder.toFormatter(Locale.ENGLISH).withResolverStyle(ResolverStyle.STRICT);
      TemporalAccessor parsed = formatter.parse(formatter.format(SAMPLE));
      if (letters.chars().anyMatch(letter -> TIME_LETTERS.indexOf(letter) >= 0)) {
        LocalTime.from(parsed);
      }
      return LocalDate.from(parsed).equals(SAMPLE.toLocalDate());
    } catch (IllegalArgumentException | DateTimeException e) {
      return false;
    }
  }
}
