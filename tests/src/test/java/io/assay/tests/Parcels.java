package io.assay.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Records of the pipeline {@code parcels}, numbered from 1 and written to files in portions: every
 * tenth weighs too much and has to be refused.
 */
final class Parcels {
  private static final int TOWNS = 7;
  private static final int TOO_HEAVY = 10;

  private final Path directory;
  private int written;

  Parcels(Path directory) {
    this.directory = directory;
  }

  /** Writes the next records to a file of their own. */
  Path write(int count) throws IOException {
    List<String> lines = new ArrayList<>(List.of("id,town,weight"));
    for (int number = written + 1; number <= written + count; number++) {
      lines.add("P%d,town %d,%s".formatted(number, number % TOWNS, weight(number)));
    }
    Path file = directory.resolve("parcels-from-" + (written + 1) + ".csv");
    written += count;
    return Files.write(file, lines);
  }

  private static String weight(int number) {
    return isTooHeavy(number) ? "100.01" : String.format(Locale.ROOT, "%d.25", number % 100);
  }

  private static boolean isTooHeavy(int number) {
    return number % TOO_HEAVY == 0;
  }

  /** How many have been written. */
  int written() {
    return written;
  }

  /** The rows that there have to be, as {@link #stored} has them. */
  List<String> expected() {
    List<String> rows = new ArrayList<>();
    for (int number = 1; number <= written; number++) {
      if (!isTooHeavy(number)) {
        rows.add("P%d|town %d|%s".formatted(number, number % TOWNS, weight(number)));
      }
    }
    return rows.stream().sorted().toList();
  }

  /** The rows that are there, each joined with its parent. */
  static List<String> stored(Connection connection) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (var statement = connection.createStatement();
        var result =
            statement.executeQuery(
                "select id || '|' || name || '|' || weight from parcel join town on town = name")) {
      while (result.next()) {
        rows.add(result.getString(1));
      }
    }
    return rows.stream().sorted().toList();
  }

  /** How many records have to be in quarantine. */
  int refused() {
    return written / TOO_HEAVY;
  }
}
