package io.assay.bench;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What the benchmark is asked for.
 *
 * @param records how many records are sent
 * @param batchRecords how many records a batch has at most
 * @param runs how often refine is started, each time on an empty database
 * @param seed other records
 * @param json where the figures are written to, too
 * @param sparkArguments for spark-submit
 */
record BenchOptions(
    long records,
    long batchRecords,
    int runs,
    long seed,
    Optional<Path> json,
    List<String> sparkArguments) {
  private static final long MILLION = 1_000_000;

  /** A million in four batches, although the partitions are not quite equally long. */
  private static final long QUARTER = 260_000;

  BenchOptions {
    sparkArguments = List.copyOf(sparkArguments);
  }

  /**
   * Reads a command line; what follows {@code --} is for spark-submit.
   *
   * @throws IllegalArgumentException if there is no such option, or a value is none
   */
  static BenchOptions parse(String... arguments) {
    long records = MILLION;
    long batchRecords = QUARTER;
    int runs = 1;
    long seed = 1;
    Optional<Path> json = Optional.empty();
    Deque<String> left = new ArrayDeque<>(List.of(arguments));
    while (!left.isEmpty() && !left.peek().equals("--")) {
      String option = left.pop();
      switch (option) {
        case "--records" -> records = count(option, left);
        case "--batch-records" -> batchRecords = count(option, left);
        case "--runs" -> runs = Math.toIntExact(count(option, left));
        case "--seed" -> seed = count(option, left);
        case "--json" -> json = Optional.of(Path.of(value(option, left)));
        default -> throw new IllegalArgumentException("bench has no option '" + option + "'");
      }
    }
    left.poll();
    return new BenchOptions(records, batchRecords, runs, seed, json, List.copyOf(left));
  }

  private static String value(String option, Deque<String> left) {
    if (left.isEmpty()) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return left.pop();
  }

  private static long count(String option, Deque<String> left) {
    String text = value(option, left);
    if (!text.matches("[1-9][0-9]{0,9}")) {
      throw new IllegalArgumentException(
          option + " is a whole number above zero, not '" + text + "'");
    }
    return Long.parseLong(text);
  }
}
