package io.assay.model.file;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What somebody may have meant by a name that does not exist. */
final class NearMiss {
  private NearMiss() {}

  /** A sentence that suggests the nearest of the names, or else lists them. */
  static String sentence(String written, Collection<String> names) {
    if (names.isEmpty()) {
      return "There is none to choose from.";
    }
    return nearest(written, names)
        .map(name -> "Did you mean " + name + "?")
        .orElseGet(() -> "Choose from " + String.join(", ", names) + ".");
  }

  /** The nearest of the names, if one differs in no more than a third of its letters. */
  static Optional<String> nearest(String written, Collection<String> names) {
    return names.stream()
        .filter(name -> distance(written, name) <= Math.max(1, name.length() / 3))
        .min(Comparator.comparingInt(name -> distance(written, name)));
  }

  /**
   * Letters to insert, drop, change or swap with their neighbour; case, {@code -} and {@code _}
   * count as equal.
   */
  static int distance(String one, String other) {
    String from = plain(one);
    String to = plain(other);
    int[][] cost = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        cost[i][j] = Math.min(i, j) == 0 ? Math.max(i, j) : cheapest(cost, from, to, i, j);
      }
    }
    return cost[from.length()][to.length()];
  }

  private static int cheapest(int[][] cost, String from, String to, int i, int j) {
    int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
    int best = cost[i - 1][j - 1] + change;
    best = Math.min(best, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
    boolean swapped =
        i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1);
    return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace('-', '_');
  }

  /** Names as a person lists them: {@code a, b or c}. */
  static String oneOf(List<String> names) {
    int last = names.size() - 1;
    return last < 1
        ? String.join("", names)
        : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
  }
}
