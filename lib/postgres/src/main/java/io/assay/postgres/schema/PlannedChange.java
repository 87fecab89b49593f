package io.assay.postgres.schema;

import io.assay.model.SchemaPolicy.Action;
import io.assay.model.SchemaPolicy.Change;
import java.util.List;
import java.util.Optional;

/**
 * One difference between the database and the definition, and what becomes of it.
 *
 * @param table the table that it concerns
 * @param place the table, or a column or key of it, for people
 * @param is what is there
 * @param shouldBe what the definition wants
 * @param change what sort of change it is; empty for what no policy decides about
 * @param action what the policy says about it, if it says something
 * @param fate what becomes of it
 * @param reason why, as part of a sentence
 * @param step when its statements run
 * @param statements what has to be done; empty unless it is {@link Fate#DONE}
 */
public record PlannedChange(
    String table,
    String place,
    String is,
    String shouldBe,
    Optional<Change> change,
    Optional<Action> action,
    Fate fate,
    String reason,
    Step step,
    List<String> statements) {
  static final String ABSENT = "absent";

  public PlannedChange {
    statements = List.copyOf(statements);
  }

  /** What becomes of a difference. */
  public enum Fate {
    /** The database is changed. */
    DONE,
    /** It stays; the job can work with it. */
    LEFT,
    /** The job does not start. */
    REFUSED
  }

  /** The order in which changes are made. */
  public enum Step {
    /** The schema itself. */
    SCHEMA,
    /** Foreign keys that go. */
    UNTIE,
    /** Names. */
    NAMES,
    /** Columns that are there or come. */
    COLUMNS,
    /** Tables that come. */
    TABLES,
    /** Foreign keys that come. */
    TIES,
    /** Columns that go. */
    DROPS,
    /** Indexes that come. */
    INDEXES
  }

  /** What the policy says, as a file says it, such as {@code drop = fail}; empty for nothing. */
  public Optional<String> policy() {
    return change.flatMap(
        sort -> action.map(word -> "schema-change." + sort.word() + " = " + word.word()));
  }

  @Override
  public String toString() {
    return "%s: is %s, should be %s".formatted(place, is, shouldBe);
  }
}
