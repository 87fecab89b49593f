package io.assay.propose;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.Optional;

/**
 * A sample of one object around a list that looks like the records themselves: {@code {"count": 3,
 * "results": [ … ]}}.
 *
 * @param member the list
 * @param size how many objects it has
 */
record Wrapper(String member, int size) {
  private static final int LEAST = 2;

  /** The longest list of objects, if the sample is one object that has one. */
  static Optional<Wrapper> in(Sample sample) {
    if (sample.records().size() != 1) {
      return Optional.empty();
    }
    return sample.records().get(0).value().stream()
        .flatMap(object -> object.properties().stream())
        .filter(member -> isListOfObjects(member.getValue()))
        .map(member -> new Wrapper(member.getKey(), member.getValue().size()))
        .max(Comparator.comparingInt(Wrapper::size));
  }

  private static boolean isListOfObjects(JsonNode value) {
    if (!value.isArray() || value.size() < LEAST) {
      return false;
    }
    for (JsonNode element : value) {
      if (!element.isObject()) {
        return false;
      }
    }
    return true;
  }
}
