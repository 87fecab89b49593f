package io.assay.postgres.schema;

import io.assay.model.SchemaPolicy.Action;
import io.assay.model.SchemaPolicy.Change;
import io.assay.postgres.schema.PlannedChange.Fate;
import io.assay.postgres.schema.PlannedChange.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The differences between a table that is there and its definition, as they are found. */
final class TableChanges {
  private final TargetTable table;
  private final List<PlannedChange> changes = new ArrayList<>();

  TableChanges(TargetTable table) {
    this.table = table;
  }

  /** What has been found. */
  List<PlannedChange> found() {
    return List.copyOf(changes);
  }

  /** What the table's policy says. */
  Action action(Change change) {
    return table.table().schemaPolicy().action(change);
  }

  /** A difference of a column, which the policy decides about. */
  Difference ofColumn(String name, Object is, Object shouldBe, Change change) {
    return new Difference("." + name, is.toString(), shouldBe.toString(), Optional.of(change));
  }

  /** A difference of something else in the table, which the policy decides about. */
  Difference of(String part, Object is, Object shouldBe, Change change) {
    return new Difference(" " + part, is.toString(), shouldBe.toString(), Optional.of(change));
  }

  /** A difference of a column, which no policy decides about. */
  Difference ofColumn(String name, Object is, Object shouldBe) {
    return new Difference("." + name, is.toString(), shouldBe.toString(), Optional.empty());
  }

  /** A difference of something else in the table, which no policy decides about. */
  Difference of(String part, Object is, Object shouldBe) {
    return new Difference(" " + part, is.toString(), shouldBe.toString(), Optional.empty());
  }

  /** A difference of the table as a whole, which no policy decides about. */
  Difference ofTable(Object is, Object shouldBe) {
    return new Difference("", is.toString(), shouldBe.toString(), Optional.empty());
  }

  /** One difference, of which one method says what becomes of it. */
  final class Difference {
    private final String place;
    private final String is;
    private final String shouldBe;
    private final Optional<Change> change;

    private Difference(String place, String is, String shouldBe, Optional<Change> change) {
      this.place = place;
      this.is = is;
      this.shouldBe = shouldBe;
      this.change = change;
    }

    /** The database is changed. */
    void done(String reason, Step step, String... statements) {
      add(Fate.DONE, reason, step, List.of(statements));
    }

    /** The database is changed by several statements, in this order. */
    void done(String reason, Step step, List<String> statements) {
      add(Fate.DONE, reason, step, statements);
    }

    /** It stays. */
    void left(String reason) {
      add(Fate.LEFT, reason, Step.COLUMNS, List.of());
    }

    /** The job does not start. */
    void refused(String reason) {
      add(Fate.REFUSED, reason, Step.COLUMNS, List.of());
    }

    private void add(Fate fate, String reason, Step step, List<String> statements) {
      changes.add(
          new PlannedChange(
              table.name(),
              table.name() + place,
              is,
              shouldBe,
              change,
              change.map(TableChanges.this::action),
              fate,
              reason,
              step,
              statements));
    }
  }
}
