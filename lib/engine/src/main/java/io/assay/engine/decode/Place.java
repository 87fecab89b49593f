package io.assay.engine.decode;

/**
 * Where a field stands: in the record itself, or in an element of a list. Turned into text only
 * where something is found.
 *
 * @param outer where the list stands; null for {@link #RECORD}
 * @param list the list's name
 * @param element its position, or the name of a map's member
 */
record Place(Place outer, String list, Object element) {
  static final Place RECORD = new Place(null, "", "");

  /** An element of a list that stands here. */
  Place element(String name, Object position) {
    return new Place(this, name, position);
  }

  /** The path of a field that stands here: {@code lines[2].sku}. */
  String of(String field) {
    return outer == null ? field : this + "." + field;
  }

  @Override
  public String toString() {
    return outer == null ? "" : outer.of(list) + "[" + Excerpt.of(element.toString()) + "]";
  }
}
