package io.assay.postgres.schema;

import io.assay.model.SchemaPolicy.Action;
import io.assay.model.SchemaPolicy.Change;
import io.assay.postgres.schema.PlannedChange.Step;
import io.assay.postgres.schema.TableChanges.Difference;
import java.util.List;
import java.util.Set;

/** Compares the foreign keys of a table that is there with those of its definition. */
final class ForeignKeyComparison {
  private final TargetTable table;
  private final LiveTable live;
  private final TableShape is;
  private final TableShape should;
  private final TableChanges changes;
  private final TableStatements statements;

  ForeignKeyComparison(
      TargetTable table, LiveTable live, TableChanges changes, TableStatements statements) {
    this.table = table;
    this.live = live;
    this.is = live.shape();
    this.should = table.shape();
    this.changes = changes;
    this.statements = statements;
  }

  void compare() {
    for (ForeignKeyShape wanted : should.foreignKeys()) {
      if (!is.foreignKeys().contains(wanted)) {
        List<ForeignKeyShape> there = like(wanted);
        comes(wanted, there);
      }
    }
    for (ForeignKeyShape there : is.foreignKeys()) {
      boolean told = should.foreignKeys().stream().anyMatch(wanted -> like(wanted).contains(there));
      if (!told && !should.foreignKeys().contains(there)) {
        goes(there);
      }
    }
  }

  private void comes(ForeignKeyShape wanted, List<ForeignKeyShape> there) {
    String now = there.isEmpty() ? PlannedChange.ABSENT : there.get(0).toString();
    if (!there.isEmpty() && there.get(0).isLikeButForItsTime(wanted)) {
      changes
          .of(part(wanted), now, wanted)
          .done(
              "when it is checked depends on whether tables refer to each other in a circle",
              Step.TIES,
              statements.checkAt(table.name(), constraint(there.get(0)), wanted.option()));
      return;
    }
    boolean withNewColumns =
        there.isEmpty() && is.columns().keySet().stream().noneMatch(wanted.columns()::contains);
    boolean leftOut =
        wanted.columns().stream().anyMatch(column -> !is.columns().containsKey(column))
            && Set.of(Action.IGNORE, Action.QUARANTINE, Action.FAIL)
                .contains(changes.action(Change.ADD_COLUMN));
    if (leftOut) {
      return; // the columns themselves are refused
    }
    if (!withNewColumns && changes.action(Change.REFERENCE) == Action.FAIL) {
      changes.of(part(wanted), now, wanted, Change.REFERENCE).refused("the policy says so");
      return;
    }
    if (!there.isEmpty()) {
      changes
          .of(part(wanted), now, PlannedChange.ABSENT, Change.REFERENCE)
          .done(
              "another one takes its place",
              Step.UNTIE,
              statements.dropConstraint(table.name(), constraint(there.get(0))));
    }
    Change change = withNewColumns ? Change.ADD_COLUMN : Change.REFERENCE;
    changes
        .of(part(wanted), PlannedChange.ABSENT, wanted, change)
        .done(
            withNewColumns ? "its columns are new" : "PostgreSQL checks every stored row",
            Step.TIES,
            statements.foreignKey(table.name(), wanted));
  }

  private void goes(ForeignKeyShape there) {
    boolean withColumns =
        there.columns().stream().noneMatch(should.columns()::containsKey)
            && changes.action(Change.DROP) != Action.FAIL;
    if (withColumns) {
      return; // PostgreSQL drops it with its columns, or it is left alone with them
    }
    Difference surplus = changes.of(part(there), there, PlannedChange.ABSENT, Change.REFERENCE);
    if (changes.action(Change.REFERENCE) == Action.FAIL) {
      surplus.refused("the policy says so");
    } else {
      surplus.done(
          "the definition no longer refers there",
          Step.UNTIE,
          statements.dropConstraint(table.name(), constraint(there)));
    }
  }

  /** Foreign keys that have the place of the one wanted and are not wanted themselves. */
  private List<ForeignKeyShape> like(ForeignKeyShape wanted) {
    return is.foreignKeys().stream()
        .filter(there -> there.columns().equals(wanted.columns()))
        .filter(there -> !should.foreignKeys().contains(there))
        .toList();
  }

  private String constraint(ForeignKeyShape key) {
    return live.constraints().get(key);
  }

  private static String part(ForeignKeyShape key) {
    return "foreign key (" + String.join(", ", key.columns()) + ")";
  }
}
