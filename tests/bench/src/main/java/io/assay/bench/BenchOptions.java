package io.assay.bench;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What the benchmark is asked for.
 *
 * @param workload what is measured
 * @param records how many records are sent; empty: as many as the workload usually has
 * @param batchRecords how many records a batch has at most; empty: about an eighth of them
 * @param runs how often it is measured, each time on an empty database; empty: as the workload
 *     usually is
 * @param seconds for how long it is measured, where it goes on; empty: as the workload usually is
 * @param batches how many batches a soak has; empty: as the workload usually has
 * @param storedRows sizes of the table that growth is measured at
 * @param profile whether PostgreSQL is asked meanwhile what its sessions wait for
 * @param seed other records
 * @param json where the figures are written to, too
 * @param sparkArguments for spark-submit
 */
record BenchOptions(
    String workload,
    OptionalLong records,
    OptionalLong batchRecords,
    OptionalInt runs,
    OptionalInt seconds,
    OptionalInt batches,
    List<Long> storedRows,
    boolean profile,
    long seed,
    Optional<Path> json,
    List<String> sparkArguments) {

  private static final List<Long> STORED_ROWS = List.of(1_000_000L, 4_000_000L, 16_000_000L);

  BenchOptions {
    Workload.named(workload);
    storedRows = List.copyOf(storedRows);
    sparkArguments = List.copyOf(sparkArguments);
  }

  /**
   * Reads a command line; what follows {@code --} is for spark-submit.
   *
   * @throws IllegalArgumentException if there is no such option, or a value is none
   */
  static BenchOptions parse(String... arguments) {
    String workload = Workload.all().get(0).name();
    OptionalLong records = OptionalLong.empty();
    OptionalLong batchRecords = OptionalLong.empty();
    OptionalInt runs = OptionalInt.empty();
    OptionalInt seconds = OptionalInt.empty();
    OptionalInt batches = OptionalInt.empty();
    List<Long> storedRows = STORED_ROWS;
    boolean profile = false;
    long seed = 1;
    Optional<Path> json = Optional.empty();
    Deque<String> left = new ArrayDeque<>(List.of(arguments));
    while (!left.isEmpty() && !left.peek().equals("--")) {
      String option = left.pop();
      switch (option) {
        case "--workload" -> workload = value(option, left);
        case "--records" -> records = OptionalLong.of(count(option, left));
        case "--batch-records" -> batchRecords = OptionalLong.of(count(option, left));
        case "--runs" -> runs = OptionalInt.of(Math.toIntExact(count(option, left)));
        case "--seconds" -> seconds = OptionalInt.of(Math.toIntExact(count(option, left)));
        case "--batches" -> batches = OptionalInt.of(Math.toIntExact(count(option, left)));
        case "--stored-rows" -> storedRows = counts(option, left);
        case "--profile" -> profile = true;
        case "--seed" -> seed = count(option, left);
        case "--json" -> json = Optional.of(Path.of(value(option, left)));
        default -> throw new IllegalArgumentException("bench has no option '" + option + "'");
      }
    }
    left.poll();
    return new BenchOptions(
        workload,
        records,
        batchRecords,
        runs,
        seconds,
        batches,
        storedRows,
        profile,
        seed,
        json,
        List.copyOf(left));
  }

  /** The size of eight batches; a little more, as the partitions are not quite equally long. */
  static long inEightBatches(long records) {
    return Math.max(1, records * 13 / 100);
  }

  private static String value(String option, Deque<String> left) {
    if (left.isEmpty()) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return left.pop();
  }

  private static List<Long> counts(String option, Deque<String> left) {
    List<Long> counts = new ArrayList<>();
    for (String text : value(option, left).split(",", -1)) {
      counts.add(count(option, text));
    }
    return counts;
  }

  private static long count(String option, Deque<String> left) {
    return count(option, value(option, left));
  }

  private static long count(String option, String text) {
    if (!text.matches("[1-9][0-9]{0,8}")) {
      throw new IllegalArgumentException(
          option + " is a whole number above zero, not '" + text + "'");
    }
    return Long.parseLong(text);
  }
}
