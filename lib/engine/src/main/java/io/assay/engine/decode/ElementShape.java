package io.assay.engine.decode;

import io.assay.model.ColumnType;
import io.assay.model.Source.NameMatching;
import java.util.List;

/**
 * What is wanted of each element of a list, a map or an array. Immutable.
 *
 * @param isMap whether the elements are members of an object, and not of an array
 * @param isObjects whether each is an object of which members are wanted
 * @param isJson whether values are wanted to the letter
 * @param members of an element that is an object
 * @param fields how many fields an element has
 */
record ElementShape(
    boolean isMap, boolean isObjects, boolean isJson, MemberTree members, int fields) {

  static ElementShape of(ColumnType type, NameMatching matching) {
    if (type instanceof ColumnType.ValueMap map) {
      return values(true, map.value().type(), matching);
    }
    if (type instanceof ColumnType.Nested nested) {
      MemberTree members = MemberTree.of(nested.fields(), matching);
      return new ElementShape(nested.isMap(), true, false, members, nested.fields().size());
    }
    return values(false, ((ColumnType.Array) type).element(), matching);
  }

  private static ElementShape values(boolean isMap, ColumnType value, NameMatching matching) {
    MemberTree none = MemberTree.of(List.of(), matching);
    return new ElementShape(isMap, false, value == ColumnType.Simple.JSON, none, 1);
  }

  /** What has to stand there, for people. */
  String expected() {
    return isMap ? "an object" : "a list";
  }
}
