package io.assay.model;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * A typed field of a record.
 *
 * @param name lower-case letters, digits and underscores; what rules and columns call it
 * @param origin where its value comes from
 * @param type what it is turned into; text that does not fit is a finding of the built-in rule
 *     {@code type}
 * @param formats for dates and timestamps, the patterns (java.time, strict) that are accepted;
 *     empty means ISO 8601. Text that two of them read as different values is ambiguous.
 * @param also for dates and timestamps, other patterns that the source is known to mix in. They are
 *     never used to read a value. But when a check fails and would pass under one of them, the
 *     value is ambiguous rather than wrong.
 * @param ambiguity what an ambiguous value leads to
 * @param keepBlank whether outer white space and blank text are kept as they are; otherwise text is
 *     trimmed and blank is null
 * @param encoding how text holds bytes; only for {@link ColumnType.Simple#BINARY}
 * @param treatment what else is done with its value
 * @param unit for dates and timestamps, what a number counts from 1970-01-01 UTC
 */
public record Field(
    String name,
    Origin origin,
    ColumnType type,
    List<String> formats,
    List<String> also,
    Ambiguity ambiguity,
    boolean keepBlank,
    Encoding encoding,
    Treatment treatment,
    Unit unit)
    implements Serializable {
  public Field {
    formats = List.copyOf(formats);
    also = List.copyOf(also);
  }

  /** A field that is read and treated as most are. */
  public static Field of(String name, Origin origin, ColumnType type) {
    return new Field(
        name,
        origin,
        type,
        List.of(),
        List.of(),
        Ambiguity.REJECT,
        false,
        Encoding.BASE64,
        Treatment.NONE,
        Unit.WRITTEN);
  }

  /** The same field, treated otherwise. */
  public Field treated(Treatment other) {
    return new Field(
        name, origin, type, formats, also, ambiguity, keepBlank, encoding, other, unit);
  }

  /** The same field from somewhere else. */
  public Field from(Origin other) {
    return new Field(
        name, other, type, formats, also, ambiguity, keepBlank, encoding, treatment, unit);
  }

  /** The same field, whose numbers count something. */
  public Field counting(Unit other) {
    return new Field(
        name, origin, type, formats, also, ambiguity, keepBlank, encoding, treatment, other);
  }

  /**
   * The same field, read by patterns.
   *
   * @param patterns that are accepted
   * @param others that the source is known to mix in
   */
  public Field reading(List<String> patterns, List<String> others, Ambiguity ambiguous) {
    return new Field(
        name, origin, type, patterns, others, ambiguous, keepBlank, encoding, treatment, unit);
  }

  /** The same field, whose text is kept as it is. */
  public Field keepingBlank() {
    return new Field(name, origin, type, formats, also, ambiguity, true, encoding, treatment, unit);
  }

  /** The same field, whose text holds bytes in another way. */
  public Field encoded(Encoding other) {
    return new Field(
        name, origin, type, formats, also, ambiguity, keepBlank, other, treatment, unit);
  }

  /** The same field of another type. */
  public Field typed(ColumnType other) {
    return new Field(
        name, origin, other, formats, also, ambiguity, keepBlank, encoding, treatment, unit);
  }

  /**
   * What is done with a field's value.
   *
   * @param masked whether findings, logs and reports show a mask in its place
   * @param fallback the text that stands in where there is none; empty for nothing
   */
  public record Treatment(boolean masked, String fallback) implements Serializable {
    /** Nothing. */
    public static final Treatment NONE = new Treatment(false, "");
  }

  /** Where a field's value comes from. */
  public sealed interface Origin extends Serializable {
    /**
     * A member of the value, by a dotted path; each segment is matched by {@link
     * Source.NameMatching}.
     */
    record Member(List<String> path) implements Origin {
      public Member {
        path = List.copyOf(path);
      }
    }

    /** The last Kafka header of that name, as UTF-8 text. */
    record Header(String name) implements Origin {}

    /** The Kafka key, as UTF-8 text. */
    record Key() implements Origin {}

    /** The first of several members that is there and not blank. */
    record FirstOf(List<Member> members) implements Origin {
      public FirstOf {
        members = List.copyOf(members);
      }
    }

    /**
     * The elements of all these members, one after another, in this order; an object counts as a
     * list of one. Only for lists.
     */
    record AllOf(List<Member> members) implements Origin {
      public AllOf {
        members = List.copyOf(members);
      }
    }

    /** The same text for every record. */
    record Constant(String text) implements Origin {}

    /** A member of the Kafka key, by a dotted path; what the key is, its format says. */
    record KeyMember(List<String> path) implements Origin {
      public KeyMember {
        path = List.copyOf(path);
      }
    }

    /** Spark SQL over the coordinates and the fields before this one. */
    record Computed(String sql) implements Origin {}
  }

  /**
   * What an ambiguous value leads to; either way it is a finding of the built-in rule {@code
   * ambiguous}.
   */
  public enum Ambiguity {
    /** The record is quarantined. */
    REJECT,
    /** The field is left empty, and the row is stamped with the warning. */
    CLEAR
  }

  /** How text holds bytes. */
  public enum Encoding {
    /** RFC 4648, section 4 or 5, with or without padding. */
    BASE64,
    /** Two hexadecimal digits for each byte, in any case. */
    HEX
  }

  /** What a number that stands for a date or a timestamp counts. */
  public enum Unit {
    /** Nothing: dates and timestamps are written out. */
    WRITTEN,
    DAYS,
    SECONDS,
    MILLIS,
    MICROS,
    NANOS
  }

  /** Pattern of the other readings, if any. */
  public Optional<String> firstAlso() {
    return also.stream().findFirst();
  }
}
