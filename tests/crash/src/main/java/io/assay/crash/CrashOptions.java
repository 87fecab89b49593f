package io.assay.crash;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What the crash test is asked for.
 *
 * @param faults how many strike
 * @param seed other records and other faults
 * @param only the one pipeline that is fed; empty: all
 * @param json where the figures are written to, too
 */
record CrashOptions(int faults, long seed, Optional<String> only, Optional<Path> json) {
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
    Optional<Path> json = Optional.empty();
    Deque<String> left = new ArrayDeque<>(List.of(arguments));
    while (!left.isEmpty()) {
      String option = left.pop();
      switch (option) {
        case "--faults" -> faults = (int) count(option, left);
        case "--seed" -> seed = count(option, left);
        case "--only" -> only = Optional.of(pipeline(option, left));
        case "--json" -> json = Optional.of(Path.of(value(option, left)));
        default -> throw new IllegalArgumentException("crashtest has no option '" + option + "'");
      }
    }
    return new CrashOptions(faults, seed, only, json);
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

  private static long count(String option, Deque<String> left) {
    String text = value(option, left);
    if (!text.matches("[0-9]{1,9}")) {
      throw new IllegalArgumentException(option + " is a whole number, not '" + text + "'");
    }
    return Long.parseLong(text);
  }
}
