package io.assay.model;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Something that must hold for every record of a kind. All rules are evaluated; every one that does
 * not hold is a finding.
 *
 * @param name lower-case letters, digits and hyphens; unique in the kind. {@code decode}, {@code
 *     type}, {@code symbol}, {@code ambiguous}, {@code unmatched}, {@code database}, {@code
 *     not-null} and names that begin with {@code orphan-} are built in.
 * @param severity what a finding means
 * @param message what a person reads; without it, one is made from the check
 * @param when the records that are asked: Spark SQL over the fields, and for a {@link Check.Stored}
 *     check PostgreSQL over {@code row}; without it, all
 * @param check what must hold
 */
public record Rule(
    String name, Severity severity, Optional<String> message, Optional<String> when, Check check)
    implements Serializable {

  /** A rule for all records. */
  public Rule(String name, Severity severity, Optional<String> message, Check check) {
    this(name, severity, message, Optional.empty(), check);
  }

  /**
   * What must hold. A check of the record alone runs in Spark; a {@link Stored} one runs in
   * PostgreSQL, in the batch's transaction.
   */
  public sealed interface Check extends Serializable {

    /** None of the fields is null. Each one that is, is a finding. */
    record Required(List<String> fields) implements Check {
      public Required {
        fields = List.copyOf(fields);
      }
    }

    /** A number, or nothing, between the bounds (both included). */
    record Range(String field, Optional<BigDecimal> min, Optional<BigDecimal> max)
        implements Check {}

    /** A text of so many characters (code points), or nothing. */
    record Length(String field, Optional<Integer> min, Optional<Integer> max) implements Check {}

    /** A text that the regular expression matches as a whole, or nothing. */
    record Pattern(String field, String regex) implements Check {}

    /** One of the values, or nothing. */
    record OneOf(String field, List<String> values) implements Check {
      public OneOf {
        values = List.copyOf(values);
      }
    }

    /**
     * A text in a well-known form, or nothing.
     *
     * @param region for phone numbers without a country code, the country (ISO 3166-1, two letters)
     */
    record Formatted(String field, TextForm form, Optional<String> region) implements Check {}

    /** Forms of text. */
    enum TextForm {
      /** An address as RFC 822 has it, at a domain with a known top level. */
      EMAIL,
      /** Absolute, of the scheme http, https or ftp. */
      URL,
      /** 32 hexadecimal digits in the groups of RFC 9562. */
      UUID,
      /** A number that the numbering plan of its country has. */
      PHONE
    }

    /**
     * A date or timestamp near the record's Kafka timestamp, or nothing. The wall clock is not
     * asked, so that refining a record again finds the same.
     *
     * @param maxAge how long before
     * @param maxFuture how long after
     */
    record Freshness(String field, Optional<Duration> maxAge, Optional<Duration> maxFuture)
        implements Check {}

    /**
     * Spark SQL over the fields, true or null. An expression that cannot be computed does not hold.
     *
     * @param fields the fields whose values a finding shows
     */
    record Sql(String sql, List<String> fields) implements Check {
      public Sql {
        fields = List.copyOf(fields);
      }
    }

    /** A check that needs other rows. */
    sealed interface Stored extends Check {}

    /**
     * No two records have the same values in these columns of the root table. Where the columns
     * hold the whole key, another record with the same values is a duplicate; otherwise another key
     * with the same values is. The later in Kafka order is the finding.
     */
    record Unique(List<String> columns) implements Stored {
      public Unique {
        columns = List.copyOf(columns);
      }
    }

    /**
     * Some row of a table satisfies the condition.
     *
     * @param table a table of the pipeline
     * @param where PostgreSQL over {@code row} (the root row) and {@code stored} (a row of the
     *     table)
     */
    record ExistsIn(String table, String where) implements Stored {}

    /**
     * No row of a table satisfies the condition. For the kind's own root table, rows of the same
     * batch that come earlier in Kafka order count as stored.
     */
    record AbsentFrom(String table, String where) implements Stored {}
  }
}
