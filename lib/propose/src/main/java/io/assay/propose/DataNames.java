package io.assay.propose;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells objects whose member names are data (a map) from those whose names are a schema. */
final class DataNames {
  private static final Pattern DATA =
      Pattern.compile(
          "[0-9]+|\\d{4}-\\d{2}(-\\d{2})?.*|\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}|[a-z]{2}-[A-Z]{2}");
  private static final int MANY = 16;
  private static final double RARE = 0.3;

  private DataNames() {}

  /**
   * Whether the names of the members are data: numbers, dates or many that are each rare, with
   * values of one sort.
   */
  static boolean areMembersOf(Observed objects) {
    Set<String> names = objects.members();
    if (!isOfOneSort(objects)) {
      return false;
    }
    if (names.stream().allMatch(name -> DATA.matcher(name).matches())) {
      return true;
    }
    long members = objects.values().stream().mapToLong(JsonNode::size).sum();
    return names.size() > MANY && members < RARE * names.size() * objects.values().size();
  }

  private static boolean isOfOneSort(Observed objects) {
    Set<String> sorts = new HashSet<>();
    objects.values().forEach(object -> object.forEach(value -> sorts.add(sort(value))));
    sorts.remove("null");
    return sorts.size() == 1 && !sorts.contains("list");
  }

  private static String sort(JsonNode value) {
    if (value.isNumber()) {
      return "number";
    }
    if (value.isArray()) {
      return "list";
    }
    return value.isObject() ? "object" : value.isNull() ? "null" : value.getNodeType().name();
  }
}
