package io.assay.propose;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which pattern reads all texts as dates or timestamps. Where day and month could be either, none
 * does.
 */
final class DateForms {
  private static final Pattern ISO_DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
  private static final Pattern ISO_TIMESTAMP =
      Pattern.compile(
          "\\d{4}-\\d{2}-\\d{2}[Tt ]\\d{2}:\\d{2}(:\\d{2}([.,]\\d{1,9})?)?([Zz]|[+-]\\d{2}(:?\\d{2})?)?");
  private static final Pattern ZONED = Pattern.compile(".*(?:[Zz]|[+-]\\d{2}(:?\\d{2})?)");
  private static final List<String> DATES =
      List.of(
          "d/M/yyyy",
          "M/d/yyyy",
          "d.M.yyyy",
          "d-M-yyyy",
          "M-d-yyyy",
          "yyyy/M/d",
          "d MMM yyyy",
          "d MMMM yyyy",
          "MMM d, yyyy",
          "MMMM d, yyyy",
          "dd-MMM-yyyy");
  private static final List<String> TIMES = List.of(" H:mm", " H:mm:ss", " h:mm a", " h:mm:ss a");
  private static final List<String> OTHERS =
      List.of(
          "EEE MMM dd HH:mm:ss Z yyyy", "EEE, dd MMM yyyy HH:mm:ss Z", "dd/MMM/yyyy:HH:mm:ss Z");

  private DateForms() {}

  /** The type, if all texts are dates or all are timestamps. */
  static Optional<TypeIdea> of(List<String> texts) {
    if (texts.stream().allMatch(text -> ISO_DATE.matcher(text).matches() && isDay(text))) {
      return Optional.of(TypeIdea.of("date"));
    }
    if (texts.stream()
        .allMatch(text -> ISO_TIMESTAMP.matcher(text).matches() && isDay(text.substring(0, 10)))) {
      TypeIdea timestamp = TypeIdea.of("timestamp");
      boolean zoned = texts.stream().allMatch(text -> ZONED.matcher(text.substring(10)).matches());
      return Optional.of(zoned ? timestamp : timestamp.withNote("without an offset, read as UTC"));
    }
    Optional<TypeIdea> date = form("date", DATES, texts);
    if (date.isPresent()) {
      return date;
    }
    List<String> timestamps = new java.util.ArrayList<>(OTHERS);
    DATES.forEach(day -> TIMES.forEach(time -> timestamps.add(day + time)));
    return form("timestamp", timestamps, texts);
  }

  private static Optional<TypeIdea> form(String type, List<String> patterns, List<String> texts) {
    List<String> fitting = patterns.stream().filter(pattern -> readsAll(pattern, texts)).toList();
    if (fitting.isEmpty()) {
      return Optional.empty();
    }
    if (fitting.size() > 1) {
      return Optional.of(
          TypeIdea.of(
              "text",
              "a "
                  + type
                  + ", but day and month could be either: choose type = "
                  + type
                  + ", formats = one of "
                  + fitting));
    }
    return Optional.of(new TypeIdea(type, fitting, "", ""));
  }

  private static boolean readsAll(String pattern, List<String> texts) {
    DateTimeFormatter formatter =
        new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern(pattern.replace('y', 'u'))
            .toFormatter(Locale.ENGLISH)
            .withResolverStyle(ResolverStyle.STRICT);
    return texts.stream().allMatch(text -> reads(formatter, text));
  }

  private static boolean reads(DateTimeFormatter formatter, String text) {
    try {
      return LocalDate.from(formatter.parse(text)).getYear() >= 1;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static boolean isDay(String text) {
    return reads(DateTimeFormatter.ISO_LOCAL_DATE, text);
  }
}
