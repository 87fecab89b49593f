package io.assay.propose;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Chooses keys; each was checked against every row of the sample. A name that says so counts more
 * than being unique by chance, so numbers that measure something are never chosen.
 */
final class KeyChoice {
  private static final int MOST_TOGETHER = 10;
  private static final int LONGEST_TEXT = 200;
  private static final int LONGEST_CODE = 12;

  /** Fewer elements do not show that something is unique under its parent. */
  private static final int ENOUGH = 5;

  private KeyChoice() {}

  /**
   * A choice.
   *
   * @param columns the key; empty if nothing in the data identifies the rows
   * @param note how it was chosen
   */
  record Choice(List<ColumnIdea> columns, String note) {}

  /**
   * The key of the records.
   *
   * @param kafka the columns that the Kafka keys repeat
   * @param mentioned whether other parts of the records refer to the column's values
   */
  static Choice ofRecords(
      String table,
      List<ColumnIdea> columns,
      List<Occurrence> rows,
      List<ColumnIdea> kafka,
      Function<ColumnIdea, Boolean> mentioned) {
    if (!kafka.isEmpty()) {
      return new Choice(
          kafka,
          "the Kafka key of every record"
              + (isUnique(kafka, rows)
                  ? ", unique in the sample"
                  : "; several versions of a key were seen"));
    }
    List<ColumnIdea> present =
        columns.stream().filter(column -> isAlwaysThere(column, rows)).toList();
    Comparator<ColumnIdea> order =
        Comparator.comparingInt(column -> rank(column, table, rows, mentioned));
    List<ColumnIdea> unique =
        present.stream()
            .filter(column -> canBeKey(column, rows))
            .filter(column -> isUnique(List.of(column), rows))
            .sorted(order)
            .toList();
    Optional<ColumnIdea> strong =
        present.stream().filter(column -> Identity.isStrong(column.source(), table)).findFirst();
    if (!unique.isEmpty() && (rows.size() > 1 || strong.isEmpty())) {
      List<String> others = unique.stream().skip(1).map(ColumnIdea::name).toList();
      return new Choice(
          List.of(unique.get(0)),
          "unique in the sample"
              + (others.isEmpty() ? "" : "; so are " + String.join(", ", others)));
    }
    if (strong.isPresent()) {
      return new Choice(
          List.of(strong.get()),
          "by its name; values repeat in the sample: the newest record of a key wins");
    }
    return together(present.stream().filter(KeyChoice::canBePart).sorted(order).toList(), rows);
  }

  /** Two or three columns. */
  private static Choice together(List<ColumnIdea> candidates, List<Occurrence> rows) {
    List<ColumnIdea> few = candidates.stream().limit(MOST_TOGETHER).toList();
    for (int size = 2; size <= 3; size++) {
      Optional<List<ColumnIdea>> found =
          combinations(few, size).stream().filter(columns -> isUnique(columns, rows)).findFirst();
      if (found.isPresent()) {
        return new Choice(found.get(), "together unique in the sample");
      }
    }
    return new Choice(
        List.of(), "nothing in the data is unique: the record's place in Kafka is the key");
  }

  /** Those of the first columns come first. */
  private static List<List<ColumnIdea>> combinations(List<ColumnIdea> columns, int size) {
    if (size == 0) {
      return List.of(List.of());
    }
    List<List<ColumnIdea>> all = new ArrayList<>();
    for (int last = size - 1; last < columns.size(); last++) {
      for (List<ColumnIdea> before : combinations(columns.subList(0, last), size - 1)) {
        all.add(Paths.join(before, List.of(columns.get(last))));
      }
    }
    return all;
  }

  /**
   * What tells elements of a list apart.
   *
   * @param own columns of the elements themselves
   * @return the columns, and whether they identify without the parent's key; empty if only the
   *     position does
   */
  static Optional<Local> ofElements(String list, List<ColumnIdea> own, List<Occurrence> elements) {
    List<ColumnIdea> candidates =
        own.stream().filter(column -> isAlwaysThere(column, elements)).toList();
    for (ColumnIdea column : candidates) {
      if (Identity.isStrong(column.source(), list)
          && canBeKey(column, elements)
          && isUnique(List.of(column), elements)) {
        return Optional.of(
            new Local(column, column.type().equals("text") || parents(elements) > 1));
      }
    }
    boolean shown = elements.size() >= ENOUGH && parents(elements) < elements.size();
    return candidates.stream()
        .filter(column -> !column.type().equals("timestamp")) // two may well fall into one second
        .filter(column -> isUniqueUnderParents(column, elements))
        .filter(
            column ->
                Identity.isLikely(column.source())
                    || (shown && (column.isReference() || Identity.isNaming(column.source()))))
        .filter(column -> canBePart(column) || column.isReference())
        .min(Comparator.comparingInt(column -> rank(column, list, elements, any -> false)))
        .map(column -> new Local(column, false));
  }

  /** A column that tells elements apart. */
  record Local(ColumnIdea column, boolean alone) {}

  static boolean isUnique(List<ColumnIdea> columns, List<Occurrence> rows) {
    Set<List<String>> seen = new HashSet<>();
    for (Occurrence row : rows) {
      List<String> values = new ArrayList<>();
      for (ColumnIdea column : columns) {
        JsonNode value = column.value().apply(row);
        if (isNothing(value)) {
          return false;
        }
        values.add(value.asText());
      }
      if (!seen.add(values)) {
        return false;
      }
    }
    return true;
  }

  static boolean isUniqueUnderParents(ColumnIdea column, List<Occurrence> elements) {
    Map<Occurrence, Set<String>> seen = new IdentityHashMap<>();
    Function<Occurrence, Set<String>> fresh = any -> new HashSet<>();
    return elements.stream()
        .allMatch(
            element ->
                seen.computeIfAbsent(element.parent(), fresh)
                    .add(column.value().apply(element).asText()));
  }

  private static int parents(List<Occurrence> elements) {
    Set<Occurrence> parents = Collections.newSetFromMap(new IdentityHashMap<>());
    elements.forEach(element -> parents.add(element.parent()));
    return parents.size();
  }

  private static boolean isAlwaysThere(ColumnIdea column, List<Occurrence> rows) {
    return !rows.isEmpty() && rows.stream().noneMatch(row -> isNothing(column.value().apply(row)));
  }

  private static boolean isNothing(JsonNode value) {
    return value.isMissingNode() || value.isNull() || value.asText().isBlank();
  }

  /** Alone; whether values are unique is not looked at. */
  private static boolean canBeKey(ColumnIdea column, List<Occurrence> rows) {
    return switch (column.type()) {
      case "uuid", "date" -> true;
      case "text" -> longest(column, rows) <= LONGEST_TEXT;
      default ->
          isWhole(column)
              && (Identity.isLikely(column.source())
                  || Identity.isNaming(column.source())
                  || column.isReference());
    };
  }

  /** Together with others. */
  private static boolean canBePart(ColumnIdea column) {
    return switch (column.type()) {
      case "uuid", "date", "timestamp", "text" -> true;
      default ->
          isWhole(column)
              && (Identity.isLikely(column.source())
                  || Identity.isNaming(column.source())
                  || column.isReference());
    };
  }

  private static boolean isWhole(ColumnIdea column) {
    return Set.of("integer", "bigint").contains(column.type()) || column.type().endsWith(",0)");
  }

  private static int longest(ColumnIdea column, List<Occurrence> rows) {
    return rows.stream()
        .mapToInt(row -> column.value().apply(row).asText().length())
        .max()
        .orElse(0);
  }

  /** The less, the better. */
  private static int rank(
      ColumnIdea column,
      String of,
      List<Occurrence> rows,
      Function<ColumnIdea, Boolean> mentioned) {
    if (Identity.isStrong(column.source(), of)) {
      return 0;
    }
    if (mentioned.apply(column)) {
      return 1;
    }
    if (column.isReference()) {
      return 3;
    }
    if (Identity.isLikely(column.source())) {
      return Identity.isCounted(column.source()) && isOrder(column) ? 7 : 2;
    }
    if (column.type().equals("text")) {
      boolean isName = Names.identifier(column.source()).matches("(unique_)?(name|title)");
      return isCode(column, rows) ? 4 : isName ? 5 : 8;
    }
    return column.type().equals("uuid") ? 2 : 6;
  }

  /** Places in an order change when something comes between. */
  private static boolean isOrder(ColumnIdea column) {
    return Names.identifier(column.source()).matches("(.*_)?(sort_order|rank|position|pos|index)");
  }

  /** Whether all values are short, and none has a space. */
  private static boolean isCode(ColumnIdea column, List<Occurrence> rows) {
    return longest(column, rows) <= LONGEST_CODE
        && rows.stream()
            .map(row -> column.value().apply(row).asText())
            .noneMatch(text -> text.strip().contains(" "));
  }
}
