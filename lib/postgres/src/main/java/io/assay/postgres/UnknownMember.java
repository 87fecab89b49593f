package io.assay.postgres;

import io.assay.model.ColumnType;
import io.assay.model.ColumnType.Simple;
import java.io.Serializable;
import java.util.Set;

/**
 * A member at the top of records of a kind that no field takes.
 *
 * @param kind the kind of record
 * @param member its name in the data
 * @param type one that all its values have: boolean, bigint, double, json or text
 */
public record UnknownMember(String kind, String member, ColumnType type) implements Serializable {

  /** A member's name in a kind of record. */
  public record Name(String kind, String member) implements Serializable {}

  /**
   * From the name of a type.
   *
   * @param type as files name it
   */
  public static UnknownMember of(String kind, String member, String type) {
    return new UnknownMember(
        kind,
        member,
        switch (type) {
          case "boolean" -> Simple.BOOLEAN;
          case "bigint" -> Simple.BIGINT;
          case "double" -> Simple.DOUBLE;
          case "json" -> Simple.JSON;
          default -> Simple.TEXT;
        });
  }

  /** Its name. */
  public Name name() {
    return new Name(kind, member);
  }

  /** The same member with a type that the values of both have. */
  public UnknownMember or(UnknownMember other) {
    if (type.equals(other.type)) {
      return this;
    }
    Set<ColumnType> both = Set.of(type, other.type);
    boolean numbers = both.equals(Set.of(Simple.BIGINT, Simple.DOUBLE));
    ColumnType common =
        numbers ? Simple.DOUBLE : both.contains(Simple.JSON) ? Simple.JSON : Simple.TEXT;
    return new UnknownMember(kind, member, common);
  }
}
