package io.assay.propose;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The records of the sample, or the elements of one list of theirs.
 *
 * @param alias what the pipeline calls the element; empty for the record
 * @param each the lists that lead here
 * @param rows records or elements
 * @param fields where its fields are declared
 * @param names of its fields
 * @param places where the rows stand: paths from the record, which may lead through lists; none
 *     where they lead through members whose names are data
 */
record Relation(
    String alias,
    List<String> each,
    List<Occurrence> rows,
    List<FieldIdea> fields,
    Names names,
    List<List<String>> places) {

  static Relation ofRecords(List<Occurrence> rows) {
    return new Relation("", List.of(), rows, new ArrayList<>(), new Names(), List.of(List.of()));
  }

  /** The elements of a list. */
  Relation inside(FieldIdea list, List<Occurrence> elements, List<List<String>> at) {
    List<String> path = new ArrayList<>(each);
    path.add(list.name());
    return new Relation(list.name(), path, elements, list.fields(), new Names(), at);
  }

  /** Where in the records a member of the rows stands. */
  List<List<String>> placesOf(List<String> path) {
    return places.stream().map(place -> Paths.join(place, path)).toList();
  }

  /** How the pipeline's SQL calls a field. */
  String sql(String field) {
    return alias.isEmpty() ? field : alias + "." + field;
  }

  boolean isRecord() {
    return alias.isEmpty();
  }

  Observed observe(List<String> path) {
    List<JsonNode> found = new ArrayList<>();
    rows.forEach(row -> found.add(row.at(path)));
    return new Observed(found);
  }

  /** The elements of a list, or the members of an object, in all rows. */
  List<Occurrence> elements(List<String> path) {
    return rows.stream().flatMap(row -> row.elements(path).stream()).toList();
  }
}
