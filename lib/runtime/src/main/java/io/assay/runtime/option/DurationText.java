package io.assay.runtime.option;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a length of time, with the units of the definition files. */
final class DurationText {
  private static final Pattern SHAPE = Pattern.compile("(\\d{1,9})\\s*([a-z]+)");
  private static final Duration MILLISECOND = Duration.ofMillis(1);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Map<String, Duration> UNITS =
      Map.ofEntries(
          Map.entry("ms", MILLISECOND),
          Map.entry("millisecond", MILLISECOND),
          Map.entry("milliseconds", MILLISECOND),
          Map.entry("s", SECOND),
          Map.entry("second", SECOND),
          Map.entry("seconds", SECOND),
          Map.entry("m", MINUTE),
          Map.entry("minute", MINUTE),
          Map.entry("minutes", MINUTE),
          Map.entry("h", HOUR),
          Map.entry("hour", HOUR),
          Map.entry("hours", HOUR));

  private DurationText() {}

  static Duration parse(String text) {
    Matcher matcher = SHAPE.matcher(text.strip());
    if (!matcher.matches() || !UNITS.containsKey(matcher.group(2))) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a length of time such as 500ms, 5s or \"2 minutes\"");
    }
    return UNITS.get(matcher.group(2)).multipliedBy(Long.parseLong(matcher.group(1)));
  }
}
