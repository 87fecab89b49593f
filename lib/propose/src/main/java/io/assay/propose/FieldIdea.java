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
 * @param gathered all paths of a list that stands in several places; otherwise empty
 */
record FieldIdea(
    String name,
    List<String> path,
    TypeIdea type,
    Observed seen,
    List<FieldIdea> fields,
    String of,
    List<List<String>> gathered) {

  static FieldIdea value(String name, List<String> path, TypeIdea type, Observed seen) {
    return new FieldIdea(name, path, type, seen, List.of(), "", List.of());
  }

  static FieldIdea list(String name, List<String> path, String type, Observed seen) {
    return new FieldIdea(name, path, TypeIdea.of(type), seen, new ArrayList<>(), "", List.of());
  }

  /** A list whose elements stand at several paths of the record. */
  static FieldIdea gathered(String name, List<List<String>> paths, Observed seen) {
    return new FieldIdea(
        name, paths.get(0), TypeIdea.of("list"), seen, new ArrayList<>(), "", paths);
  }

  static FieldIdea map(String name, List<String> path, Observed seen, String of) {
    return new FieldIdea(name, path, TypeIdea.of("map"), seen, new ArrayList<>(), of, List.of());
  }
}
