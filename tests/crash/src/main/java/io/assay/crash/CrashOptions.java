package io.assay.crash;

import io.assay.crash.job.Lake;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the crash test is asked for.
 *
 * @param faults how many strike
 * @param seed other records and other faults
 * @param only the one pipeline that is fed; empty: all
 * @param lake what the lake is
 * @param json where the figures are written to, too
 */
record CrashOptions(
    int faults, long seed, Optional<String> only, Lake.Kind lake, Optional<Path> json) {
  private static final int FAULTS = 20;
  private static final List<String> PIPELINES = List.of("flat", "orders");

  /**
   * Reads a command line.
   *
   * @throws IllegalArgumentException if there is no such option, or a value is none
   */
  static CrashOptions parse(String... arguments) {
    int faults = FAULTS;
    long seed = 1;
    Optional<String> only = Optional.empty();
    Lake.Kind lake = Lake.Kind.LOCAL;
    Optional<Path> json = Optional.empty();
    Deque<String> left = new ArrayDeque<>(List.of(arguments));
    while (!left.isEmpty()) {
      String option = left.pop();
      switch (option) {
        case "--faults" -> faults = (int) count(option, left);
        case "--seed" -> seed = count(option, left);
        case "--only" -> only = Optional.of(pipeline(option, left));
        case "--lake" -> lake = lake(option, left);
        case "--json" -> json = Optional.of(Path.of(value(option, left)));
        default -> throw new IllegalArgumentException("crashtest has no option '" + option + "'");
      }
    }
    return new CrashOptions(faults, seed, only, lake, json);
  }

  private static String value(String option, Deque<String> left) {
    if (left.isEmpty()) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return left.pop();
  }

  private static String pipeline(String option, Deque<String> left) {
    String name = value(option, left);
    if (!PIPELINES.contains(name)) {
      throw new IllegalArgumentException(
          option + " is one of " + String.join(", ", PIPELINES) + ", not '" + name + "'");
    }
    return name;
  }

  private static Lake.Kind lake(String option, Deque<String> left) {
    String name = value(option, left);
    return Stream.of(Lake.Kind.values())
        .filter(kind -> word(kind).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s is one of %s, not '%s'"
                        .formatted(
                            option,
                            String.join(
                                ", ",
                                Stream.of(Lake.Kind.values()).map(CrashOptions::word).toList()),
                            name)));
  }

  private static String word(Lake.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static long count(String option, Deque<String> left) {
    String text = value(option, left);
    if (!text.matches("[0-9]{1,9}")) {
      throw new IllegalArgumentException(option + " is a whole number, not '" + text + "'");
    }
    return Long.parseLong(text);
  }
}
