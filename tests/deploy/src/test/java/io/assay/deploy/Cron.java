package io.assay.deploy;

import java.util.List;

/** When a schedule strikes: five fields, as cron has them. */
final class Cron {
  /** Minute, hour, day of month, month, day of week: least and greatest. */
  private static final List<int[]> BOUNDS =
      List.of(
          new int[] {0, 59},
          new int[] {0, 23},
          new int[] {1, 31},
          new int[] {1, 12},
          new int[] {0, 6});

  private Cron() {}

  /** Whether a schedule is one: numbers, ranges, lists and steps; no names. */
  static boolean isValid(String schedule) {
    String[] fields = schedule.split(" ", -1);
    if (fields.length != BOUNDS.size()) {
      return false;
    }
    for (int i = 0; i < fields.length; i++) {
      for (String part : fields[i].split(",", -1)) {
        if (!isValid(part, BOUNDS.get(i))) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isValid(String part, int[] bounds) {
    if (!part.matches("(\\*|[0-9]{1,2}(-[0-9]{1,2})?)(/[1-9][0-9]?)?")) {
      return false;
    }
    String range = part.split("/", 2)[0];
    if (range.equals("*")) {
      return true;
    }
    String[] ends = range.split("-", 2);
    int first = Integer.parseInt(ends[0]);
    int last = Integer.parseInt(ends[ends.length - 1]);
    return bounds[0] <= first && first <= last && last <= bounds[1];
  }
}
