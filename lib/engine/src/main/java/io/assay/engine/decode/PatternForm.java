package io.assay.engine.decode;

import io.assay.model.AssayException;
import io.assay.model.ColumnType;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;

/**
 * Any pattern of {@link DateTimeFormatter}, strict (no 31 February), with English names in any
 * case. {@code y} is read as {@code u}, the year itself, because strict parsing would ask for an
 * era. A date without a time is midnight; without an offset or zone, UTC.
 */
final class PatternForm implements TemporalForm {
  private static final String TIME_LETTERS = "aBhKkHmsSAnN";

  private final String pattern;
  private final boolean timestamp;
  private final boolean hasTime;
  private final DateTimeFormatter formatter;

  private PatternForm(
      String pattern, boolean timestamp, boolean hasTime, DateTimeFormatter formatter) {
    this.pattern = pattern;
    this.timestamp = timestamp;
    this.hasTime = hasTime;
    this.formatter = formatter;
  }

  static PatternForm of(ColumnType.Simple type, String pattern) {
    String letters = pattern.replaceAll("'[^']*'", "");
    boolean hasTime = letters.chars().anyMatch(c -> TIME_LETTERS.indexOf(c) >= 0);
    try {
      DateTimeFormatter formatter =
          new DateTimeFormatterBuilder()
              .parseCaseInsensitive()
              .appendPattern(letters.indexOf('G') < 0 ? yearsWithoutEra(pattern) : pattern)
              .toFormatter(Locale.ENGLISH)
              .withResolverStyle(ResolverStyle.STRICT);
      PatternForm form =
          new PatternForm(pattern, type == ColumnType.Simple.TIMESTAMP, hasTime, formatter);
      form.value(formatter.parse(formatter.format(SAMPLE)));
      return form;
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new AssayException(
          AssayException.Kind.USER,
          "The pattern '"
              + pattern
              + "' cannot be used to read a "
              + type.name().toLowerCase(Locale.ROOT)
              + ": "
              + e.getMessage()
              + ". Write one in the letters of java.time.format.DateTimeFormatter, such as"
              + " d/M/yyyy.",
          e);
    }
  }

  private static final ZonedDateTime SAMPLE =
      ZonedDateTime.of(2020, 2, 13, 14, 15, 16, 0, ZoneOffset.UTC);

  private static String yearsWithoutEra(String pattern) {
    StringBuilder translated = new StringBuilder(pattern);
    boolean quoted = false;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      quoted ^= c == '\'';
      if (c == 'y' && !quoted) {
        translated.setCharAt(i, 'u');
      }
    }
    return translated.toString();
  }

  @Override
  public Object read(String text) {
    try {
      return value(formatter.parse(text));
    } catch (DateTimeException e) {
      return null;
    }
  }

  private Object value(TemporalAccessor parsed) {
    LocalDate date = LocalDate.from(parsed);
    if (date.getYear() < MIN_YEAR || date.getYear() > MAX_YEAR) {
      return null;
    }
    LocalTime time = hasTime ? LocalTime.from(parsed) : LocalTime.MIDNIGHT;
    if (!timestamp) {
      return (int) date.toEpochDay();
    }
    ZoneId zone = parsed.query(TemporalQueries.zone());
    ZonedDateTime instant = date.atTime(time).atZone(zone == null ? ZoneOffset.UTC : zone);
    long seconds = instant.toEpochSecond();
    return seconds < IsoTimestamp.FIRST_SECOND || seconds > IsoTimestamp.LAST_SECOND
        ? null
        : (Object) (seconds * 1_000_000 + instant.getNano() / 1000);
  }

  @Override
  public String name() {
    return pattern;
  }
}
