package io.assay.propose;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of records without looking at them.
 *
 * @param format of the values in the topic, as a pipeline file names it
 * @param types by path from the record; a path leads through lists without a word. Types are those
 *     of a pipeline file; {@code map} is an object whose member names are data
 */
public record Declared(String format, Map<List<String>, String> types) {
  /** JSON, of which nothing is known. */
  public static final Declared JSON = new Declared("json", Map.of());

  public Declared {
    types = Map.copyOf(types);
  }

  /** The type that is declared for one of the places. */
  Optional<String> type(List<List<String>> places) {
    return places.stream().filter(types::containsKey).findFirst().map(types::get);
  }
}
