package io.assay.engine.decode;

import io.assay.model.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A pattern of numbers only, such as {@code d/M/yyyy} or {@code yyyy-MM-dd HH:mm:ss}, read without
 * java.time: most dates are written so, and this is many times faster, above all for text that does
 * not fit. One letter stands for one or two digits, two letters for two, four for a year of four. A
 * time without an offset is UTC.
 */
final class NumericForm implements TemporalForm {
  private static final String LETTERS = "yMdHms";
  private static final int YEAR = 0;
  private static final int MONTH = 1;
  private static final int DAY = 2;
  private static final int HOUR = 3;
  private static final int MINUTE = 4;
  private static final int SECOND = 5;

  private final String pattern;
  private final boolean timestamp;
  private final List<Part> parts;

  /** A run of digits for a field, or (field -1) one literal character. */
  private record Part(int field, int minDigits, int maxDigits, char literal) {}

  private NumericForm(String pattern, boolean timestamp, List<Part> parts) {
    this.pattern = pattern;
    this.timestamp = timestamp;
    this.parts = parts;
  }

  /** The form, if the pattern is simple enough. */
  static Optional<TemporalForm> of(ColumnType.Simple type, String pattern) {
    List<Part> parts = new ArrayList<>();
    int seen = 0;
    int i = 0;
    while (i < pattern.length()) {
      char c = pattern.charAt(i);
      int end = i + 1;
      if (Character.isLetter(c)) {
        while (end < pattern.length() && pattern.charAt(end) == c) {
          end++;
        }
        int field = LETTERS.indexOf(c == 'u' ? 'y' : c);
        int count = end - i;
        boolean adjacent = !parts.isEmpty() && parts.get(parts.size() - 1).field >= 0;
        boolean fits = field == YEAR ? count == 4 : count == 1 || count == 2;
        if (field < 0 || !fits || (seen & 1 << field) != 0 || adjacent) {
          return Optional.empty();
        }
        seen |= 1 << field;
        parts.add(new Part(field, count, Math.max(2, count), '\0'));
      } else if (c == '\'') {
        end = pattern.indexOf('\'', i + 1) + 1;
        if (end <= i + 2) {
          return Optional.empty();
        }
        for (char literal : pattern.substring(i + 1, end - 1).toCharArray()) {
          parts.add(new Part(-1, 0, 0, literal));
        }
      } else if ("[]{}#".indexOf(c) >= 0) {
        return Optional.empty();
      } else {
        parts.add(new Part(-1, 0, 0, c));
      }
      i = end;
    }
    int date = 1 << YEAR | 1 << MONTH | 1 << DAY;
    int minutes = date | 1 << HOUR | 1 << MINUTE;
    boolean complete = seen == date || seen == minutes || seen == (minutes | 1 << SECOND);
    return complete
        ? Optional.of(
            new NumericForm(pattern, type == ColumnType.Simple.TIMESTAMP, List.copyOf(parts)))
        : Optional.empty();
  }

  @Override
  public Object read(String text) {
    int[] values = new int[LETTERS.length()];
    int at = 0;
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      if (part.field < 0) {
        if (at >= text.length()
            || Character.toLowerCase(text.charAt(at)) != Character.toLowerCase(part.literal)) {
          return null;
        }
        at++;
      } else {
        int end = at;
        int value = 0;
        while (end < text.length() && end - at < part.maxDigits) {
          int digit = text.charAt(end) - '0';
          if (digit < 0 || digit > 9) {
            break;
          }
          value = value * 10 + digit;
          end++;
        }
        if (end - at < part.minDigits) {
          return null;
        }
        values[part.field] = value;
        at = end;
      }
    }
    return at == text.length() ? value(values) : null;
  }

  private Object value(int[] values) {
    long days = Calendar.epochDay(values[YEAR], values[MONTH], values[DAY]);
    if (days == Calendar.NONE || values[HOUR] > 23 || values[MINUTE] > 59 || values[SECOND] > 59) {
      return null;
    }
    if (!timestamp) {
      return (int) days;
    }
    long seconds = values[HOUR] * 3600L + values[MINUTE] * 60L + values[SECOND];
    return (days * 86_400 + seconds) * 1_000_000;
  }

  @Override
  public String name() {
    return pattern;
  }
}
