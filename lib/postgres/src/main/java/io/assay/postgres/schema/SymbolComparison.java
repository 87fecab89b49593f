package io.assay.postgres.schema;

import io.assay.model.SchemaPolicy.Action;
import io.assay.model.SchemaPolicy.Change;
import io.assay.postgres.schema.PlannedChange.Step;
import io.assay.postgres.schema.TableChanges.Difference;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Compares the symbols that a column takes with those of its definition. Checks that somebody else
 * made are their affair.
 */
final class SymbolComparison {
  private static final String ANY = "any text";

  private final TargetTable table;
  private final LiveTable live;
  private final TableChanges changes;
  private final StoredRows rows;
  private final TableStatements statements;
  private final Adaptation adaptation;

  SymbolComparison(
      TargetTable table,
      LiveTable live,
      TableChanges changes,
      StoredRows rows,
      TableStatements statements,
      Adaptation adaptation) {
    this.table = table;
    this.live = live;
    this.changes = changes;
    this.rows = rows;
    this.statements = statements;
    this.adaptation = adaptation;
  }

  /** A column that both have. */
  void compare(String name, ColumnShape there, ColumnShape wanted) throws SQLException {
    Optional<SymbolConstraint.Live> is = Optional.ofNullable(live.symbols().get(name));
    Optional<SymbolConstraint> should = table.symbols(name);
    if (!becomes(there, wanted) || (is.isEmpty() && should.isEmpty())) {
      return;
    }
    if (is.isPresent() && is.get().symbols().isEmpty()) {
      changes
          .ofColumn(name, "under the constraint " + is.get().name(), text(should))
          .refused("the constraint has a form that Assay does not write: drop it");
      return;
    }
    Optional<Set<String>> now = is.flatMap(SymbolConstraint.Live::symbols);
    if (should.isEmpty()) {
      widen(name, is, now.orElseThrow(), Optional.empty());
    } else if (now.isEmpty()) {
      narrow(name, is, now, should.get());
    } else {
      change(name, is, now.get(), should.get());
    }
  }

  /** Both may be needed: first what is new is taken, then what is gone is not taken any more. */
  private void change(
      String name, Optional<SymbolConstraint.Live> is, Set<String> now, SymbolConstraint should)
      throws SQLException {
    Set<String> taken = now;
    if (!now.containsAll(should.symbols())) {
      Set<String> both = new LinkedHashSet<>(now);
      both.addAll(should.symbols());
      widen(name, is, now, Optional.of(should.allowing(both)));
      taken = changes.action(Change.WIDEN) == Action.APPLY ? both : now;
    }
    if (!should.symbols().containsAll(now)) {
      Set<String> left = new LinkedHashSet<>(taken);
      left.retainAll(should.symbols());
      Optional<SymbolConstraint.Live> before =
          taken.equals(now)
              ? is
              : Optional.of(new SymbolConstraint.Live(should.name(), Optional.of(taken)));
      narrow(name, before, Optional.of(taken), should.allowing(left));
    }
  }

  private void widen(
      String name,
      Optional<SymbolConstraint.Live> is,
      Set<String> now,
      Optional<SymbolConstraint> target) {
    Difference difference = changes.ofColumn(name, text(now), text(target), Change.WIDEN);
    switch (changes.action(Change.WIDEN)) {
      case APPLY -> difference.done("it takes more than before", Step.COLUMNS, replace(is, target));
      case QUARANTINE -> {
        adaptation.limit(table.name(), name, now);
        difference.left("records with another value are quarantined");
      }
      default -> difference.refused("the policy says so");
    }
  }

  private void narrow(
      String name,
      Optional<SymbolConstraint.Live> is,
      Optional<Set<String>> now,
      SymbolConstraint target)
      throws SQLException {
    Difference difference =
        changes.ofColumn(
            name,
            now.map(SymbolComparison::text).orElse(ANY),
            text(target.symbols()),
            Change.NARROW);
    Action action = changes.action(Change.NARROW);
    if (action == Action.LENIENT) {
      difference.left("it takes what it took; new values obey the definition");
      return;
    }
    String column = live.nameNow(name);
    Set<String> gone = new LinkedHashSet<>(now.orElse(Set.of()));
    gone.removeAll(target.symbols());
    List<String> stored = rows.having(table.name(), column, target, gone);
    boolean others = now.isEmpty() && rows.anyOther(table.name(), column, target);
    if (!stored.isEmpty() || others) {
      difference.refused(
          others
              ? "a stored value is none of them: correct it, or write narrow = lenient"
              : "stored rows have %s: give them another value, keep the symbol, or write narrow = lenient"
                  .formatted(String.join(", ", stored)));
    } else if (action == Action.APPLY) {
      difference.done("every stored value fits", Step.COLUMNS, replace(is, Optional.of(target)));
    } else {
      difference.refused(
          now.isEmpty()
              ? "every stored value is one of them, so narrow = apply would do it"
              : "no stored row has %s, so narrow = apply would do it"
                  .formatted(String.join(", ", gone)));
    }
  }

  private List<String> replace(
      Optional<SymbolConstraint.Live> is, Optional<SymbolConstraint> target) {
    List<String> sql = new ArrayList<>();
    is.ifPresent(each -> sql.add(statements.dropConstraint(table.name(), nameLater(each))));
    target.ifPresent(each -> sql.add(statements.addConstraint(table.name(), each)));
    return sql;
  }

  /** The constraint of a column that is renamed is renamed before. */
  private String nameLater(SymbolConstraint.Live constraint) {
    return live.symbols().entrySet().stream()
        .filter(entry -> entry.getValue().equals(constraint))
        .filter(entry -> live.renamed().containsKey(entry.getKey()))
        .map(entry -> SymbolConstraint.name(entry.getKey()))
        .findFirst()
        .orElse(constraint.name());
  }

  /** Whether the column has the wanted type, or is going to have it. */
  private boolean becomes(ColumnShape there, ColumnShape wanted) {
    return there.type().equals(wanted.type())
        || (Fitting.of(there.type(), wanted.type()) == Fitting.WIDER
            && changes.action(Change.WIDEN) == Action.APPLY);
  }

  private static String text(Optional<SymbolConstraint> constraint) {
    return constraint.map(each -> text(each.symbols())).orElse(ANY);
  }

  private static String text(Set<String> symbols) {
    return "one of " + String.join(", ", symbols);
  }
}
