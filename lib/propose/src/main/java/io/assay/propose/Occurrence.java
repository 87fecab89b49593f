package io.assay.propose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A record, or an element of a list in one.
 *
 * @param parent what it is in; null for a record
 * @param member its name where the list is an object whose member names are data; otherwise empty
 */
record Occurrence(Occurrence parent, JsonNode value, String member) {

  static Occurrence record(JsonNode value) {
    return new Occurrence(null, value, "");
  }

  /** What stands at a path of members; missing where there is nothing. */
  JsonNode at(List<String> path) {
    JsonNode node = value;
    for (String name : path) {
      node = node.isObject() ? node.path(name) : MissingNode.getInstance();
    }
    return node;
  }

  /** The elements of the array, or the members of the object, at a path. */
  List<Occurrence> elements(List<String> path) {
    JsonNode list = at(path);
    List<Occurrence> elements = new ArrayList<>();
    if (list.isArray()) {
      list.forEach(element -> elements.add(new Occurrence(this, element, "")));
    } else if (list.isObject()) {
      list.properties()
          .forEach(entry -> elements.add(new Occurrence(this, entry.getValue(), entry.getKey())));
    }
    return elements;
  }
}
