package io.assay.propose;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Values that are written as an object with one member whose name begins with {@code $}, as in
 * MongoDB's Extended JSON: {@code {"$oid": "…"}}, {@code {"$date": {"$numberLong": "…"}}}.
 */
final class Wrapped {
  private Wrapped() {}

  /** Whether all objects that were seen are such. */
  static boolean areAll(Observed objects) {
    return objects.isObjects()
        && objects.members().size() == 1
        && objects.members().iterator().next().startsWith("$");
  }

  /** What is in it; the value itself where it is not wrapped. */
  static JsonNode inside(JsonNode value) {
    JsonNode inside = value;
    while (inside.isObject() && inside.size() == 1 && inside.fieldNames().next().startsWith("$")) {
      inside = inside.elements().next();
    }
    return inside;
  }
}
