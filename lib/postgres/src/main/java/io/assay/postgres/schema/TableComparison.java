package io.assay.postgres.schema;

import io.assay.model.SchemaPolicy.Action;
import io.assay.model.SchemaPolicy.Change;
import io.assay.postgres.schema.PlannedChange.Step;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Compares a table that is there with its definition, and decides what becomes of each difference.
 * The order of columns does not matter.
 */
final class TableComparison {
  private final TargetTable table;
  private final LiveTable live;
  private final TableShape is;
  private final TableShape should;
  private final TableStatements statements;
  private final TableChanges changes;
  private final ColumnPresence presence;
  private final ColumnComparison columns;
  private final SymbolComparison symbols;
  private final ForeignKeyComparison foreignKeys;

  /**
   * Of one table.
   *
   * @param live what is there
   * @param needed columns that keys, references and rules of the pipeline need
   */
  TableComparison(
      TargetTable table,
      LiveTable live,
      StoredRows rows,
      TableStatements statements,
      Adaptation adaptation,
      Set<String> needed) {
    this.table = table;
    this.live = live;
    this.is = live.shape();
    this.should = table.shape();
    this.statements = statements;
    this.changes = new TableChanges(table);
    this.presence = new ColumnPresence(table, changes, rows, statements, adaptation, needed);
    this.columns = new ColumnComparison(table, live, changes, rows, statements, adaptation);
    this.symbols = new SymbolComparison(table, live, changes, rows, statements, adaptation);
    this.foreignKeys = new ForeignKeyComparison(table, live, changes, statements);
  }

  /** Every difference; none where they are equal. */
  List<PlannedChange> changes() throws SQLException {
    if (!is.sort().equals(should.sort())) {
      changes.ofTable("a " + is.sort(), "a " + should.sort()).refused("the name is taken");
      return changes.found();
    }
    live.renamed().forEach(this::rename);
    Set<String> names = new LinkedHashSet<>(should.columns().keySet());
    names.addAll(is.columns().keySet());
    for (String name : names) {
      compare(name, is.columns().get(name), should.columns().get(name));
    }
    if (!is.primaryKey().equals(should.primaryKey())) {
      changes
          .of("primary key", listed(is.primaryKey()), listed(should.primaryKey()))
          .refused("the key of a table is never changed");
    }
    foreignKeys.compare();
    return changes.found();
  }

  private void rename(String name, String before) {
    TableChanges.Difference difference = changes.ofColumn(name, before, name, Change.RENAME);
    if (changes.action(Change.RENAME) == Action.APPLY) {
      List<String> sql = new ArrayList<>();
      sql.add(statements.renameColumn(table.name(), before, name));
      Optional.ofNullable(live.symbols().get(name))
          .map(SymbolConstraint.Live::name)
          .filter(constraint -> !constraint.equals(SymbolConstraint.name(name)))
          .map(
              constraint ->
                  statements.renameConstraint(
                      table.name(), constraint, SymbolConstraint.name(name)))
          .ifPresent(sql::add);
      difference.done("it keeps its values", Step.NAMES, sql);
    } else {
      difference.refused("the policy says so");
    }
  }

  private void compare(String name, ColumnShape there, ColumnShape wanted) throws SQLException {
    if (there == null) {
      presence.absent(name, wanted);
    } else if (wanted == null) {
      presence.unknown(name, there);
    } else {
      columns.compare(name, there, wanted);
      symbols.compare(name, there, wanted);
    }
  }

  private static String listed(List<String> names) {
    return names.isEmpty() ? PlannedChange.ABSENT : "(" + String.join(", ", names) + ")";
  }
}
