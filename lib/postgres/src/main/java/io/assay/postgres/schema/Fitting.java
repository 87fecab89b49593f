package io.assay.postgres.schema;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the type that a column has and the type that it should have relate: which of them takes all
 * values of the other. Types are named as {@code format_type} names them.
 */
enum Fitting {
  /** The wanted type takes every value of the one that is there. */
  WIDER,
  /** The one that is there takes every value of the wanted one. */
  NARROWER,
  /** Neither. */
  OTHER;

  private static final List<String> INTEGERS = List.of("smallint", "integer", "bigint");
  private static final List<Integer> INTEGER_DIGITS = List.of(5, 10, 19);
  private static final Set<String> FLOATS = Set.of("real", "double precision");
  private static final Pattern NUMERIC = Pattern.compile("numeric(?:\\(([0-9]+),(-?[0-9]+)\\))?");
  private static final Pattern VARCHAR = Pattern.compile("character varying(?:\\(([0-9]+)\\))?");
  private static final int UNBOUNDED = 1000;

  /** What the change from one type to another is. */
  static Fitting of(String is, String wanted) {
    if (takesAll(wanted, is)) {
      return WIDER;
    }
    return takesAll(is, wanted) ? NARROWER : OTHER;
  }

  /** Whether both are whole numbers, which compare and print alike whatever their size. */
  static boolean areIntegers(String one, String other) {
    return INTEGERS.contains(one) && INTEGERS.contains(other);
  }

  private static boolean takesAll(String wide, String narrow) {
    if (wide.equals("text")) {
      return !narrow.endsWith("[]") && !narrow.equals("bytea");
    }
    if (INTEGERS.contains(wide)) {
      return INTEGERS.contains(narrow) && INTEGERS.indexOf(wide) >= INTEGERS.indexOf(narrow);
    }
    if (FLOATS.contains(wide)) {
      return wide.equals("double precision")
          && (narrow.equals("real") || narrow.equals("integer") || narrow.equals("smallint"));
    }
    return takesDigits(wide, narrow) || takesCharacters(wide, narrow);
  }

  private static boolean takesDigits(String wide, String narrow) {
    Matcher target = NUMERIC.matcher(wide);
    if (!target.matches()) {
      return false;
    }
    int scale = number(target.group(2));
    int whole = target.group(1) == null ? UNBOUNDED : number(target.group(1)) - scale;
    if (INTEGERS.contains(narrow)) {
      return whole >= INTEGER_DIGITS.get(INTEGERS.indexOf(narrow));
    }
    Matcher from = NUMERIC.matcher(narrow);
    return from.matches()
        && from.group(1) != null
        && whole >= number(from.group(1)) - number(from.group(2))
        && scale >= number(from.group(2));
  }

  private static boolean takesCharacters(String wide, String narrow) {
    Matcher target = VARCHAR.matcher(wide);
    Matcher from = VARCHAR.matcher(narrow);
    return target.matches() && from.matches() && number(target.group(1)) >= number(from.group(1));
  }

  private static int number(String digits) {
    return digits == null ? UNBOUNDED : Integer.parseInt(digits);
  }
}
