package io.assay.propose;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Everything that was seen at one place of the records. */
final class Observed {
  private final int rows;
  private final List<JsonNode> values = new ArrayList<>();
  private int objects;
  private int arrays;

  /**
   * Observes.
   *
   * @param found what stands at the place in each row; missing and null are counted alike
   */
  Observed(Collection<JsonNode> found) {
    this.rows = found.size();
    for (JsonNode node : found) {
      if (!node.isMissingNode() && !node.isNull()) {
        values.add(node);
        objects += node.isObject() ? 1 : 0;
        arrays += node.isArray() ? 1 : 0;
      }
    }
  }

  /** What is there, in order. */
  List<JsonNode> values() {
    return values;
  }

  int rows() {
    return rows;
  }

  /** How many rows have nothing there. */
  int absent() {
    return rows - values.size();
  }

  boolean isNothing() {
    return values.isEmpty();
  }

  boolean isAlwaysThere() {
    return absent() == 0 && rows > 0;
  }

  boolean isObjects() {
    return objects > 0 && objects == values.size();
  }

  boolean isArrays() {
    return arrays > 0 && arrays == values.size();
  }

  boolean isScalars() {
    return !values.isEmpty() && objects == 0 && arrays == 0;
  }

  /** The values as text, each once. */
  Set<String> distinct() {
    Set<String> distinct = new LinkedHashSet<>();
    values.forEach(value -> distinct.add(value.asText()));
    return distinct;
  }

  boolean isUnique() {
    return isAlwaysThere() && distinct().size() == rows;
  }

  /** The names of the members of the objects, in the order in which they first appear. */
  Set<String> members() {
    Set<String> members = new LinkedHashSet<>();
    values.forEach(value -> value.fieldNames().forEachRemaining(members::add));
    return members;
  }
}
