package io.assay.propose;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Texts in the lists of records, which may be the keys of other records. */
final class Mentions {
  private static final int FEWEST = 3;
  private final List<Set<String>> lists = new ArrayList<>();
  private final List<Occurrence> rows;

  Mentions(Relation records) {
    this.rows = records.rows();
    for (String member : records.observe(List.of()).members()) {
      Observed seen = records.observe(List.of(member));
      if (seen.isArrays()) {
        Set<String> texts = new HashSet<>();
        boolean onlyTexts = true;
        for (JsonNode array : seen.values()) {
          for (JsonNode element : array) {
            onlyTexts &= element.isTextual();
            texts.add(element.asText());
          }
        }
        if (onlyTexts && texts.size() >= FEWEST) {
          lists.add(texts);
        }
      }
    }
  }

  /** Whether all texts of some list are values of the column. */
  boolean areOf(ColumnIdea column) {
    if (!column.type().equals("text") || lists.isEmpty()) {
      return false;
    }
    Set<String> values = new HashSet<>();
    rows.forEach(row -> values.add(column.value().apply(row).asText()));
    return lists.stream().anyMatch(values::containsAll);
  }
}
