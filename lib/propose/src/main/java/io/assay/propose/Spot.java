package io.assay.propose;

import java.util.List;

/**
 * An object whose members are looked at, and where they go.
 *
 * @param at path from a row of the relation
 * @param base how much of the path leads to the object that the table is about
 * @param field what the names of its fields begin with
 * @param column what the names of its columns begin with
 */
record Spot(
    Relation relation, List<String> at, int base, String field, String column, TableIdea table) {

  /** The rows of the relation themselves. */
  static Spot ofRows(Relation relation, TableIdea table) {
    return new Spot(relation, List.of(), 0, "", "", table);
  }

  /** A member whose own members become columns of the same table. */
  Spot inside(Member member) {
    return new Spot(
        relation, member.path(), base, member.field() + "_", member.column() + "_", table);
  }

  /** A member that another table is about. */
  Spot about(Member member, TableIdea other) {
    return new Spot(relation, member.path(), member.path().size(), member.field() + "_", "", other);
  }

  Member member(String name) {
    List<String> path = Paths.with(at, name);
    String identifier = Names.identifier(name);
    return new Member(
        name,
        path,
        field + identifier,
        column + identifier,
        String.join(".", path.subList(base, path.size())),
        relation.observe(path));
  }

  /**
   * A member.
   *
   * @param name in the data
   * @param path from a row of the relation
   * @param field wanted name of a field
   * @param column wanted name of a column
   * @param source path from the object that the table is about
   * @param seen what the sample has there
   */
  record Member(
      String name, List<String> path, String field, String column, String source, Observed seen) {

    /** The value in an object with the one member {@code $…}; itself where it is none. */
    Member unwrapped(Relation relation) {
      Member inside = this;
      while (Wrapped.areAll(inside.seen)) {
        List<String> path = Paths.with(inside.path, inside.seen.members().iterator().next());
        inside = new Member(name, path, field, column, source, relation.observe(path));
      }
      return inside;
    }

    /** Whether it is wrapped as a date is. */
    boolean isDate() {
      return path.contains("$date");
    }
  }
}
