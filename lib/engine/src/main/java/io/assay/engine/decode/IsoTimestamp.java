package io.assay.engine.decode;

/**
 * ISO 8601 date and time: {@code 2020-02-03T04:05:06.789Z}. Also a space for the T, no seconds, a
 * fraction of up to nine digits (cut to microseconds, the finest that Spark and PostgreSQL keep),
 * and offsets as {@code Z}, {@code +01:00}, {@code +0100} or {@code +01}. Without an offset the
 * time is UTC.
 */
final class IsoTimestamp implements TemporalForm {
  private static final long MICROS = 1_000_000;

  @Override
  public Object read(String text) {
    int length = text.length();
    if (length < 16
        || text.charAt(4) != '-'
        || text.charAt(7) != '-'
        || "Tt ".indexOf(text.charAt(10)) < 0
        || text.charAt(13) != ':') {
      return null;
    }
    long days = Calendar.epochDay(text, 0);
    int hour = Calendar.digits(text, 11, 2);
    int minute = Calendar.digits(text, 14, 2);
    if (days == Calendar.NONE || hour < 0 || hour > 23 || minute < 0 || minute > 59) {
      return null;
    }
    int second = 0;
    long micros = 0;
    int at = 16;
    if (at + 3 <= length && text.charAt(at) == ':') {
      second = Calendar.digits(text, at + 1, 2);
      if (second < 0 || second > 59) {
        return null;
      }
      at += 3;
      if (at < length && (text.charAt(at) == '.' || text.charAt(at) == ',')) {
        int end = endOfDigits(text, at + 1);
        int count = end - at - 1;
        if (count < 1 || count > 9) {
          return null;
        }
        int kept = Math.min(count, 6);
        micros = Calendar.digits(text, at + 1, kept);
        for (int i = kept; i < 6; i++) {
          micros *= 10;
        }
        at = end;
      }
    }
    long offset = offsetSeconds(text, at);
    if (offset == Calendar.NONE) {
      return null;
    }
    long seconds = days * 86_400 + hour * 3600L + minute * 60L + second - offset;
    return seconds < FIRST_SECOND || seconds > LAST_SECOND
        ? null
        : (Object) (seconds * MICROS + micros);
  }

  /** The first and the last second of the years 0001 to 9999, UTC. */
  static final long FIRST_SECOND = Calendar.epochDay(MIN_YEAR, 1, 1) * 86_400;

  static final long LAST_SECOND = Calendar.epochDay(MAX_YEAR, 12, 31) * 86_400 + 86_399;

  private static int endOfDigits(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  private static long offsetSeconds(String text, int at) {
    int rest = text.length() - at;
    if (rest == 0) {
      return 0;
    }
    char sign = text.charAt(at);
    if (rest == 1) {
      return sign == 'Z' || sign == 'z' ? 0 : Calendar.NONE;
    }
    if ((sign != '+' && sign != '-') || rest == 2 || rest == 4 || rest > 6) {
      return Calendar.NONE;
    }
    int hours = Calendar.digits(text, at + 1, 2);
    int minutes = 0;
    if (rest == 5) {
      minutes = Calendar.digits(text, at + 3, 2);
    } else if (rest == 6) {
      minutes = text.charAt(at + 3) == ':' ? Calendar.digits(text, at + 4, 2) : -1;
    }
    if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) {
      return Calendar.NONE;
    }
    long seconds = hours * 3600L + minutes * 60L;
    return sign == '-' ? -seconds : seconds;
  }

  @Override
  public String name() {
    return "ISO 8601 (yyyy-MM-ddTHH:mm:ss with Z or an offset)";
  }
}
