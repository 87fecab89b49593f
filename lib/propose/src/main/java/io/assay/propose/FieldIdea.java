package io.assay.propose;

import java.util.ArrayList;
import java.util.List;

/**
 * A field of a record, or of the elements of a list.
 *
 * @param name in the pipeline
 * @param path members of the data, from the record or the element
 * @param type {@code list}, {@code map} or the type of a value
 * @param seen what the sample has there
 * @param fields of a list's elements or a map's values; it fills while the list is looked at
 * @param of what a map's values are, where they are no objects
 */
record FieldIdea(
    String name,
    List<String> path,
    TypeIdea type,
    Observed seen,
    List<FieldIdea> fields,
    String of) {

  static FieldIdea value(String name, List<String> path, TypeIdea type, Observed seen) {
    return new FieldIdea(name, path, type, seen, List.of(), "");
  }

  static FieldIdea list(String name, List<String> path, String type, Observed seen) {
    return new FieldIdea(name, path, TypeIdea.of(type), seen, new ArrayList<>(), "");
  }

  static FieldIdea map(String name, List<String> path, Observed seen, String of) {
    return new FieldIdea(name, path, TypeIdea.of("map"), seen, new ArrayList<>(), of);
  }
}
