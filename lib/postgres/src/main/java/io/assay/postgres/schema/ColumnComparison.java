package io.assay.postgres.schema;

import io.assay.model.ColumnType;
import io.assay.model.SchemaPolicy.Action;
import io.assay.model.SchemaPolicy.Change;
import io.assay.postgres.schema.PlannedChange.Step;
import io.assay.postgres.schema.TableChanges.Difference;
import java.sql.SQLException;
import java.util.Optional;

/** Compares columns that both the table and its definition have: their types, and null. */
final class ColumnComparison {
  private final TargetTable table;
  private final LiveTable live;
  private final TableShape should;
  private final TableChanges changes;
  private final StoredRows rows;
  private final TableStatements statements;
  private final Adaptation adaptation;

  ColumnComparison(
      TargetTable table,
      LiveTable live,
      TableChanges changes,
      StoredRows rows,
      TableStatements statements,
      Adaptation adaptation) {
    this.table = table;
    this.live = live;
    this.should = table.shape();
    this.changes = changes;
    this.rows = rows;
    this.statements = statements;
    this.adaptation = adaptation;
  }

  void compare(String name, ColumnShape there, ColumnShape wanted) throws SQLException {
    if (!there.type().equals(wanted.type())) {
      compareTypes(name, there, wanted);
    }
    if (there.nullable() != wanted.nullable()) {
      compareNull(name, there, wanted);
    }
  }

  private void compareTypes(String name, ColumnShape there, ColumnShape wanted)
      throws SQLException {
    if (table.stamp(name).isPresent()) {
      never(
          name,
          there,
          wanted,
          "the type of a stamp is never changed: stored rows could not be compared with new ones");
      return;
    }
    boolean key = should.primaryKey().contains(name) || live.shape().primaryKey().contains(name);
    boolean tied = should.foreignKeys().stream().anyMatch(each -> each.columns().contains(name));
    if ((key || tied) && !Fitting.areIntegers(there.type(), wanted.type())) {
      never(
          name,
          there,
          wanted,
          key
              ? "the type of a key column is never changed"
              : "the type of a column that refers to a key is never changed");
      return;
    }
    switch (Fitting.of(there.type(), wanted.type())) {
      case WIDER -> widen(name, there, wanted);
      case NARROWER -> narrow(name, there, wanted);
      default ->
          never(
              name,
              there,
              wanted,
              "neither type takes all values of the other: add a column of another name");
    }
  }

  private void widen(String name, ColumnShape there, ColumnShape wanted) {
    Difference difference = changes.ofColumn(name, there, wanted, Change.WIDEN);
    switch (changes.action(Change.WIDEN)) {
      case APPLY ->
          difference.done(
              "every stored value fits; PostgreSQL may rewrite the table",
              Step.COLUMNS,
              statements.changeType(table.name(), name, wanted.type()));
      case QUARANTINE -> {
        Optional<ColumnType> known = LiveType.of(there.type());
        if (known.isEmpty() && !LiveType.takesByItself(there.type())) {
          difference.refused(
              "values cannot be held against the type " + there.type() + ": write apply or fail");
          return;
        }
        adaptation.narrow(table.name(), name, there.type(), known);
        difference.left("records whose value does not fit are quarantined");
      }
      default -> difference.refused("the policy says so");
    }
  }

  private void narrow(String name, ColumnShape there, ColumnShape wanted) throws SQLException {
    Difference difference = changes.ofColumn(name, there, wanted, Change.NARROW);
    switch (changes.action(Change.NARROW)) {
      case APPLY -> {
        if (rows.allFit(table.name(), live.nameNow(name), there.type(), wanted.type())) {
          difference.done(
              "every stored value fits; PostgreSQL may rewrite the table",
              Step.COLUMNS,
              statements.changeType(table.name(), name, wanted.type()));
        } else {
          difference.refused("a stored value does not fit: correct it, or write narrow = lenient");
        }
      }
      case LENIENT -> difference.left("it takes the new values, too");
      default -> difference.refused("stored values may not fit");
    }
  }

  private void compareNull(String name, ColumnShape there, ColumnShape wanted) throws SQLException {
    Difference difference = changes.ofColumn(name, there, wanted, Change.NULLABILITY);
    Action action = changes.action(Change.NULLABILITY);
    boolean opens = wanted.nullable();
    if (action == Action.FAIL) {
      difference.refused("the policy says so");
    } else if (opens && action == Action.QUARANTINE) {
      adaptation.require(table.name(), name);
      difference.left("records without a value are quarantined");
    } else if (opens) {
      difference.done(
          "it takes more than before", Step.COLUMNS, statements.dropNotNull(table.name(), name));
    } else if (action != Action.APPLY) {
      difference.left("new rows have a value all the same");
    } else if (rows.anyWithout(table.name(), live.nameNow(name))) {
      difference.refused("a stored row has no value: give it one, or write nullability = lenient");
    } else {
      difference.done(
          "every stored row has a value", Step.COLUMNS, statements.setNotNull(table.name(), name));
    }
  }

  private void never(String name, ColumnShape there, ColumnShape wanted, String reason) {
    changes.ofColumn(name, there, wanted).refused(reason);
  }
}
