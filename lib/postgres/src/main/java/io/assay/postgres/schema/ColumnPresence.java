package io.assay.postgres.schema;

import io.assay.model.SchemaPolicy.Action;
import io.assay.model.SchemaPolicy.Change;
import io.assay.postgres.schema.PlannedChange.Step;
import io.assay.postgres.schema.TableChanges.Difference;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/** What becomes of columns that only the table or only its definition has. */
final class ColumnPresence {
  private final TargetTable table;
  private final TableChanges changes;
  private final StoredRows rows;
  private final TableStatements statements;
  private final Adaptation adaptation;
  private final Set<String> needed;

  /**
   * Of one table.
   *
   * @param needed columns that keys, references and rules of the pipeline need
   */
  ColumnPresence(
      TargetTable table,
      TableChanges changes,
      StoredRows rows,
      TableStatements statements,
      Adaptation adaptation,
      Set<String> needed) {
    this.table = table;
    this.changes = changes;
    this.rows = rows;
    this.statements = statements;
    this.adaptation = adaptation;
    this.needed = needed;
  }

  /** A column of the definition that the table lacks. */
  void absent(String name, ColumnShape wanted) throws SQLException {
    Optional<Stamp> stamp = table.stamp(name);
    if (stamp.isPresent()) {
      absentStamp(name, wanted, stamp.get());
      return;
    }
    switch (changes.action(Change.ADD_COLUMN)) {
      case APPLY -> {
        if (!wanted.nullable() && rows.any(table.name())) {
          absence(name, wanted)
              .refused(
                  "stored rows have no value for it: let it be null, or write add-column = lenient");
        } else {
          add(name, wanted, wanted, "rows from before have no value");
        }
      }
      case LENIENT -> {
        boolean open = !wanted.nullable() && rows.any(table.name());
        add(
            name,
            wanted,
            open ? wanted.nullableAlways() : wanted,
            open ? "it may be null, for rows from before" : "rows from before have no value");
      }
      case QUARANTINE -> leaveOut(name, wanted, "records that bring a value are quarantined");
      case IGNORE -> leaveOut(name, wanted, "rows are written without it");
      default -> absence(name, wanted).refused("the policy says so");
    }
  }

  /** A column of the table that the definition does not know. */
  void unknown(String name, ColumnShape there) {
    if (Stamp.isSequence(name)) {
      changes
          .ofColumn(name, there, PlannedChange.ABSENT)
          .refused("stored rows were ordered by a sequence");
      return;
    }
    boolean closed = !there.nullable() && !there.filled();
    Difference surplus = changes.ofColumn(name, there, PlannedChange.ABSENT, Change.DROP);
    switch (changes.action(Change.DROP)) {
      case APPLY ->
          surplus.done(
              "its values are lost", Step.DROPS, statements.dropColumn(table.name(), name));
      case LENIENT -> {
        if (closed) {
          surplus.done(
              "it stays, and may be null from now on",
              Step.COLUMNS,
              statements.dropNotNull(table.name(), name));
        } else {
          surplus.left("it stays, and gets no more values");
        }
      }
      case IGNORE -> {
        if (closed) {
          surplus.refused(
              "no row can be written without a value for it: give it a default, or write drop = lenient");
        } else {
          surplus.left("it is left alone");
        }
      }
      default -> surplus.refused("its values would be lost");
    }
  }

  private void leaveOut(String name, ColumnShape wanted, String reason) {
    if (needed.contains(name)) {
      absence(name, wanted).refused("the key, a reference or a rule needs it");
      return;
    }
    if (changes.action(Change.ADD_COLUMN) == Action.QUARANTINE) {
      adaptation.refuseValues(table.name(), name);
    } else {
      adaptation.omitColumn(table.name(), name);
    }
    absence(name, wanted).left(reason);
  }

  private void absentStamp(String name, ColumnShape wanted, Stamp stamp) throws SQLException {
    boolean sequence = Stamp.isSequence(name);
    boolean addable = wanted.nullable() || !stamp.fallback().isEmpty();
    if ((!addable || sequence) && rows.any(table.name())) {
      changes
          .ofColumn(name, PlannedChange.ABSENT, wanted)
          .refused(
              sequence
                  ? "stored rows have no sequence to compare with"
                  : "Assay did not write the rows of this table");
    } else if (changes.action(Change.ADD_COLUMN) == Action.FAIL) {
      absence(name, wanted).refused("the policy says so");
    } else {
      add(name, wanted, wanted, "every row is stamped");
    }
  }

  private void add(String name, ColumnShape wanted, ColumnShape made, String reason) {
    absence(name, wanted).done(reason, Step.COLUMNS, statements.addColumn(table, name, made));
  }

  private Difference absence(String name, ColumnShape wanted) {
    return changes.ofColumn(name, PlannedChange.ABSENT, wanted, Change.ADD_COLUMN);
  }
}
