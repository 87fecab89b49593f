package io.assay.engine.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a reader found for the fields of one record, or of one element of a list: a text, elements,
 * nothing, or a reason why there can be nothing.
 */
final class FieldTexts {
  private final String[] texts;
  private Obstacle[] obstacles;
  private List<Element>[] elements;
  private boolean tellsUnknown;
  private Set<String> known = Set.of();
  private UnknownMembers unknown;

  /** What stands where a field's value should be, and why that cannot be. */
  record Obstacle(String found, Refusal refusal) {}

  /**
   * An element of a list, a map or an array.
   *
   * @param key the name of a map's member; null elsewhere
   * @param texts what was found for its fields (for a value that is no object, as the only one);
   *     null where there is an obstacle
   * @param obstacle why it is none; null if nothing stands in the way
   */
  record Element(String key, FieldTexts texts, Obstacle obstacle) {}

  FieldTexts(int fields) {
    this.texts = new String[fields];
  }

  /**
   * For one whole record, of which members that no field takes are kept, too.
   *
   * @param known members that are not of the data
   */
  static FieldTexts withUnknown(int fields, Set<String> known) {
    FieldTexts texts = new FieldTexts(fields);
    texts.tellsUnknown = true;
    texts.known = known;
    return texts;
  }

  /** Whether members that no field takes are to be told. */
  boolean tellsUnknown() {
    return tellsUnknown;
  }

  /** Keeps no more members that no field takes: what is read from now on is not the value. */
  void endUnknown() {
    tellsUnknown = false;
  }

  /** A member that no field takes. */
  void unknown(String member, String type, String text) {
    if (known.contains(member)) {
      return;
    }
    if (unknown == null) {
      unknown = new UnknownMembers();
    }
    unknown.add(member, type, text);
  }

  /** Members that no field takes; null where there are none. */
  UnknownMembers unknown() {
    return unknown;
  }

  void put(int field, String text) {
    texts[field] = text;
  }

  void refuse(int field, String found, Refusal refusal) {
    if (obstacles == null) {
      obstacles = new Obstacle[texts.length];
    }
    obstacles[field] = new Obstacle(found, refusal);
  }

  /** The text of the field; null if there is none. */
  String text(int field) {
    return texts[field];
  }

  /** Why the field has no text; null if nothing stands in the way. */
  Obstacle obstacle(int field) {
    return obstacles == null ? null : obstacles[field];
  }

  @SuppressWarnings("unchecked")
  void put(int field, List<Element> found) {
    if (elements == null) {
      elements = (List<Element>[]) new List<?>[texts.length];
    }
    elements[field] = found;
  }

  /** More elements of the field: a path that leads through a list comes by several times. */
  void add(int field, List<Element> found) {
    if (!hasElements(field)) {
      put(field, found);
    } else if (!found.isEmpty()) {
      List<Element> all = new ArrayList<>(elements(field));
      all.addAll(found);
      put(field, all);
    }
  }

  /** The elements of the field; none if there is no list. */
  List<Element> elements(int field) {
    return elements == null || elements[field] == null ? List.of() : elements[field];
  }

  /** Whether there is a list at all, be it empty. */
  boolean hasElements(int field) {
    return elements != null && elements[field] != null;
  }
}
