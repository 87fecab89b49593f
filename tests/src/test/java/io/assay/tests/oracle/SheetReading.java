package io.assay.tests.oracle;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** One row of a sheet while it is read: takes its cells, and collects the rules that it fails. */
final class SheetReading {
  private final FedRecord record;
  private final Map<String, String> members;
  private final Set<String> rejections = new TreeSet<>();
  private final Set<String> warnings = new TreeSet<>();

  SheetReading(FedRecord record, Map<String, String> members) {
    this.record = record;
    this.members = members;
  }

  FedRecord record() {
    return record;
  }

  Set<String> rejections() {
    return rejections;
  }

  Set<String> warnings() {
    return warnings;
  }

  /** A text without outer white space; null if there is nothing else. */
  String text(String name) {
    String text = verbatim(name);
    String stripped = text == null ? "" : stripped(text);
    return stripped.isEmpty() ? null : stripped;
  }

  /** A text as it stands; null if it is absent, or cannot be stored. */
  String verbatim(String name) {
    String text = members.get(name);
    if (text != null && !isStorable(text)) {
      rejections.add("type");
      return null;
    }
    return text;
  }

  /** A date and its other reading. */
  SheetDates date(String name, Function<String, SheetDates> readings) {
    String text = text(name);
    if (text == null) {
      return SheetDates.NONE;
    }
    SheetDates dates = readings.apply(text);
    if (dates.own().isEmpty()) {
      rejections.add("type");
      return SheetDates.NONE;
    }
    return dates;
  }

  /** A whole number; null if there is none. */
  Integer integer(String name) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    try {
      return Integer.valueOf(text);
    } catch (NumberFormatException e) {
      rejections.add("type");
      return null;
    }
  }

  /** The SHA-256 of the upload; null if there is none. */
  String upload() {
    String upload = record.header("assay.file.sha256");
    return upload == null || stripped(upload).isEmpty() ? null : stripped(upload);
  }

  void reject(String rule, boolean failed) {
    if (failed) {
      rejections.add(rule);
    }
  }

  void warn(String rule, boolean failed) {
    if (failed) {
      warnings.add(rule);
    }
  }

  void rejectUnlessPresent(String... values) {
    for (String value : values) {
      reject("present", value == null);
    }
  }

  void rejectUnlessMatching(String rule, String value, String pattern) {
    reject(rule, value != null && !value.matches(pattern));
  }

  void warnUnlessOneOf(String rule, String value, Set<String> known) {
    warn(rule, value != null && !known.contains(value));
  }

  /**
   * The two dates after the check that the last is not before the first. A date that would pass the
   * check in its other reading is ambiguous, and empty.
   */
  List<LocalDate> inOrder(String rule, SheetDates first, SheetDates last) {
    LocalDate begin = first.own().orElse(null);
    LocalDate end = last.own().orElse(null);
    List<LocalDate> dates = new ArrayList<>();
    if (begin == null || end == null || !end.isBefore(begin)) {
      dates.add(begin);
      dates.add(end);
      return dates;
    }
    boolean firstAmbiguous = first.other().filter(other -> !end.isBefore(other)).isPresent();
    boolean lastAmbiguous = last.other().filter(other -> !other.isBefore(begin)).isPresent();
    reject(rule, !firstAmbiguous && !lastAmbiguous);
    warn("ambiguous", firstAmbiguous || lastAmbiguous);
    dates.add(firstAmbiguous ? null : begin);
    dates.add(lastAmbiguous ? null : end);
    return dates;
  }

  /** Without outer spaces, as SQL's {@code trim} does it; null if nothing is left. */
  static String trimmed(String text) {
    if (text == null) {
      return null;
    }
    String trimmed = text.replaceAll("\\A +| +\\z", "");
    return trimmed.isEmpty() ? null : trimmed;
  }

  private static String stripped(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isSpace(text.charAt(start))) {
      start++;
    }
    while (end > start && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  private static boolean isStorable(String text) {
    return text.codePoints()
        .noneMatch(
            point ->
                point == 0 || point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
  }
}
