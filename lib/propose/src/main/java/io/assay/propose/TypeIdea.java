package io.assay.propose;

import java.util.List;

/**
 * A type for a field, and why.
 *
 * @param type as a pipeline file names it
 * @param formats patterns of dates; empty for ISO 8601 and for other types
 * @param unit of numbers that are points in time; empty otherwise
 * @param note what a person should know; empty if nothing
 */
record TypeIdea(String type, List<String> formats, String unit, String note) {
  static TypeIdea of(String type) {
    return new TypeIdea(type, List.of(), "", "");
  }

  TypeIdea withNote(String more) {
    return new TypeIdea(type, formats, unit, note.isEmpty() ? more : note + "; " + more);
  }

  static TypeIdea of(String type, String note) {
    return new TypeIdea(type, List.of(), "", note);
  }

  /** The declared type; what the values look like stays where it is only more exact. */
  TypeIdea declaredAs(String declared) {
    boolean point = type.equals("date") || type.equals("timestamp");
    boolean moreExact =
        (declared.equals("text") && (point || type.equals("uuid")))
            || (declared.equals("bigint") && point);
    return moreExact || declared.equals(type) || declared.equals("map") ? this : of(declared);
  }

  boolean isText() {
    return type.equals("text");
  }

  boolean isWhole() {
    return type.equals("integer") || type.equals("bigint");
  }

  boolean isNumber() {
    return isWhole() || type.startsWith("decimal") || type.equals("double");
  }
}
