package io.assay.propose;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Chooses keys; each was checked against every row of the sample. */
final class KeyChoice {
  private static final int MOST_IN_PAIRS = 12;

  private KeyChoice() {}

  /**
   * A choice.
   *
   * @param columns the key; empty if nothing in the data identifies the rows
   * @param note how it was chosen
   */
  record Choice(List<ColumnIdea> columns, String note) {}

  /** The key of the records. */
  static Choice ofRecords(
      String table,
      List<ColumnIdea> columns,
      List<Occurrence> rows,
      Optional<ColumnIdea> kafkaKey) {
    if (kafkaKey.isPresent()) {
      boolean unique = isUnique(kafkaKey.stream().toList(), rows);
      return new Choice(
          kafkaKey.stream().toList(),
          "the Kafka key of every record"
              + (unique ? ", unique in the sample" : "; several versions of a key were seen"));
    }
    List<ColumnIdea> candidates = columns.stream().filter(KeyChoice::canBeKey).toList();
    List<ColumnIdea> unique =
        candidates.stream()
            .filter(column -> isUnique(List.of(column), rows))
            .sorted(Comparator.comparingInt((ColumnIdea column) -> rank(column, table)))
            .toList();
    Optional<ColumnIdea> strong =
        candidates.stream()
            .filter(
                column -> Identity.isStrong(column.source(), table) && isAlwaysThere(column, rows))
            .findFirst();
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
    return pair(candidates, rows);
  }

  private static Choice pair(List<ColumnIdea> candidates, List<Occurrence> rows) {
    List<ColumnIdea> few =
        candidates.stream()
            .filter(column -> isAlwaysThere(column, rows))
            .limit(MOST_IN_PAIRS)
            .toList();
    for (int i = 0; i < few.size(); i++) {
      for (int j = i + 1; j < few.size(); j++) {
        List<ColumnIdea> pair = List.of(few.get(i), few.get(j));
        if (isUnique(pair, rows)) {
          return new Choice(pair, "together unique in the sample");
        }
      }
    }
    return new Choice(
        List.of(), "nothing in the data is unique: the record's place in Kafka is the key");
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
        own.stream()
            .filter(KeyChoice::canBeKey)
            .filter(column -> isAlwaysThere(column, elements))
            .toList();
    for (ColumnIdea column : candidates) {
      if (Identity.isStrong(column.source(), list) && isUnique(List.of(column), elements)) {
        return Optional.of(new Local(column, true));
      }
    }
    boolean anyTwo = anyTwoUnderOneParent(elements);
    return candidates.stream()
        .filter(column -> isUniqueUnderParents(column, elements))
        .filter(column -> Identity.isLikely(column.source()) || (anyTwo && isNaming(column)))
        .min(Comparator.comparingInt(column -> rank(column, list)))
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

  private static boolean isUniqueUnderParents(ColumnIdea column, List<Occurrence> elements) {
    Map<Occurrence, Set<String>> seen = new IdentityHashMap<>();
    Function<Occurrence, Set<String>> fresh = any -> new HashSet<>();
    return elements.stream()
        .allMatch(
            element ->
                seen.computeIfAbsent(element.parent(), fresh)
                    .add(column.value().apply(element).asText()));
  }

  private static boolean anyTwoUnderOneParent(List<Occurrence> elements) {
    Set<Occurrence> parents = java.util.Collections.newSetFromMap(new IdentityHashMap<>());
    return elements.stream().anyMatch(element -> !parents.add(element.parent()));
  }

  private static boolean isAlwaysThere(ColumnIdea column, List<Occurrence> rows) {
    return !rows.isEmpty() && rows.stream().noneMatch(row -> isNothing(column.value().apply(row)));
  }

  private static boolean isNothing(JsonNode value) {
    return value.isMissingNode() || value.isNull() || value.asText().isBlank();
  }

  private static boolean canBeKey(ColumnIdea column) {
    return Set.of("text", "integer", "bigint", "uuid").contains(column.type())
        || column.type().endsWith(",0)");
  }

  private static boolean isNaming(ColumnIdea column) {
    return Names.identifier(column.source())
        .matches("(.*_)?(name|title|type|label|language|date|year|day)");
  }

  private static int rank(ColumnIdea column, String of) {
    if (Identity.isStrong(column.source(), of)) {
      return 0;
    }
    if (Identity.isLikely(column.source())) {
      return 1;
    }
    return column.type().equals("text") ? 3 : 2;
  }
}
