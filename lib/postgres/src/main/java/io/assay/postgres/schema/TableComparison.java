package io.assay.postgres.schema;

import io.assay.model.ColumnType;
import io.assay.model.SchemaPolicy.Action;
import io.assay.model.SchemaPolicy.Change;
import io.assay.postgres.schema.PlannedChange.Fate;
import io.assay.postgres.schema.PlannedChange.Step;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Compares a table that is there with its definition, and decides what becomes of each difference.
 * The order of columns does not matter.
 */
final class TableComparison {
  private static final String KEY_COLUMN = "the type of a key column is never changed";

  private final TargetTable table;
  private final TableShape is;
  private final TableShape should;
  private final Map<String, String> renamed;
  private final Map<ForeignKeyShape, String> constraints;
  private final StoredRows rows;
  private final TableStatements statements;
  private final Adaptation adaptation;
  private final Set<String> needed;
  private final List<PlannedChange> changes = new ArrayList<>();

  /**
   * Of one table.
   *
   * @param is what is there, under the names that columns will have
   * @param renamed the names that columns have now, by those that they will have
   * @param constraints the foreign keys that are there, with the names of their constraints
   * @param needed columns that keys, references and rules of the pipeline need
   */
  TableComparison(
      TargetTable table,
      TableShape is,
      Map<String, String> renamed,
      Map<ForeignKeyShape, String> constraints,
      StoredRows rows,
      TableStatements statements,
      Adaptation adaptation,
      Set<String> needed) {
    this.table = table;
    this.is = is;
    this.should = table.shape();
    this.renamed = renamed;
    this.constraints = constraints;
    this.rows = rows;
    this.statements = statements;
    this.adaptation = adaptation;
    this.needed = needed;
  }

  /** Every difference; none where they are equal. */
  List<PlannedChange> changes() throws SQLException {
    if (!is.sort().equals(should.sort())) {
      never("", "a " + is.sort(), "a " + should.sort(), "the name is taken");
      return changes;
    }
    renamed.forEach(this::rename);
    Set<String> names = new LinkedHashSet<>(should.columns().keySet());
    names.addAll(is.columns().keySet());
    for (String name : names) {
      compare(name, is.columns().get(name), should.columns().get(name));
    }
    if (!is.primaryKey().equals(should.primaryKey())) {
      never(
          " primary key",
          columns(is.primaryKey()),
          columns(should.primaryKey()),
          "the key of a table is never changed");
    }
    compareForeignKeys();
    return changes;
  }

  private void rename(String name, String before) {
    String place = "." + name;
    if (action(Change.RENAME) == Action.APPLY) {
      add(
          place,
          before,
          name,
          Change.RENAME,
          Fate.DONE,
          "it keeps its values",
          Step.NAMES,
          List.of(statements.renameColumn(table.name(), before, name)));
    } else {
      refuse(place, before, name, Change.RENAME, "the policy says so");
    }
  }

  private void compare(String name, ColumnShape there, ColumnShape wanted) throws SQLException {
    if (there == null) {
      absent(name, wanted);
    } else if (wanted == null) {
      unknown(name, there);
    } else {
      if (!there.type().equals(wanted.type())) {
        compareTypes(name, there, wanted);
      }
      if (there.nullable() != wanted.nullable()) {
        compareNull(name, there, wanted);
      }
    }
  }

  private void absent(String name, ColumnShape wanted) throws SQLException {
    Optional<Stamp> stamp = table.stamp(name);
    if (stamp.isPresent()) {
      absentStamp(name, wanted, stamp.get());
      return;
    }
    switch (action(Change.ADD_COLUMN)) {
      case APPLY -> {
        if (!wanted.nullable() && rows.any(table.name())) {
          refuse(
              "." + name,
              PlannedChange.ABSENT,
              wanted.toString(),
              Change.ADD_COLUMN,
              "stored rows have no value for it: let it be null, or write add-column = lenient");
        } else {
          addColumn(name, wanted, wanted, "rows from before have no value");
        }
      }
      case LENIENT -> {
        boolean open = !wanted.nullable() && rows.any(table.name());
        addColumn(
            name,
            wanted,
            open ? wanted.nullableAlways() : wanted,
            open ? "it may be null, for rows from before" : "rows from before have no value");
      }
      case QUARANTINE -> leaveOut(name, wanted, "records that bring a value are quarantined");
      case IGNORE -> leaveOut(name, wanted, "rows are written without it");
      default ->
          refuse(
              "." + name,
              PlannedChange.ABSENT,
              wanted.toString(),
              Change.ADD_COLUMN,
              "the policy says so");
    }
  }

  private void leaveOut(String name, ColumnShape wanted, String reason) {
    String place = "." + name;
    if (needed.contains(name)) {
      refuse(
          place,
          PlannedChange.ABSENT,
          wanted.toString(),
          Change.ADD_COLUMN,
          "the key, a reference or a rule needs it");
      return;
    }
    if (action(Change.ADD_COLUMN) == Action.QUARANTINE) {
      adaptation.refuseValues(table.name(), name);
    } else {
      adaptation.omitColumn(table.name(), name);
    }
    add(
        place,
        PlannedChange.ABSENT,
        wanted.toString(),
        Change.ADD_COLUMN,
        Fate.LEFT,
        reason,
        Step.COLUMNS,
        List.of());
  }

  private void absentStamp(String name, ColumnShape wanted, Stamp stamp) throws SQLException {
    boolean sequence = Stamp.isSequence(name);
    boolean addable = wanted.nullable() || !stamp.fallback().isEmpty();
    if ((!addable || sequence) && rows.any(table.name())) {
      never(
          "." + name,
          PlannedChange.ABSENT,
          wanted.toString(),
          sequence
              ? "stored rows have no sequence to compare with"
              : "Assay did not write the rows of this table");
    } else if (action(Change.ADD_COLUMN) == Action.FAIL) {
      refuse(
          "." + name,
          PlannedChange.ABSENT,
          wanted.toString(),
          Change.ADD_COLUMN,
          "the policy says so");
    } else {
      addColumn(name, wanted, wanted, "every row is stamped");
    }
  }

  private void addColumn(String name, ColumnShape wanted, ColumnShape made, String reason) {
    add(
        "." + name,
        PlannedChange.ABSENT,
        wanted.toString(),
        Change.ADD_COLUMN,
        Fate.DONE,
        reason,
        Step.COLUMNS,
        statements.addColumn(table, name, made));
  }

  private void unknown(String name, ColumnShape there) {
    String place = "." + name;
    if (Stamp.isSequence(name)) {
      never(
          place, there.toString(), PlannedChange.ABSENT, "stored rows were ordered by a sequence");
      return;
    }
    Action action = action(Change.DROP);
    switch (action) {
      case APPLY ->
          add(
              place,
              there.toString(),
              PlannedChange.ABSENT,
              Change.DROP,
              Fate.DONE,
              "its values are lost",
              Step.DROPS,
              List.of(statements.dropColumn(table.name(), name)));
      case LENIENT -> {
        boolean closed = !there.nullable() && !there.filled();
        add(
            place,
            there.toString(),
            PlannedChange.ABSENT,
            Change.DROP,
            closed ? Fate.DONE : Fate.LEFT,
            closed ? "it stays, and may be null from now on" : "it stays, and gets no more values",
            Step.COLUMNS,
            closed ? List.of(statements.dropNotNull(table.name(), name)) : List.of());
      }
      case IGNORE -> {
        if (there.nullable() || there.filled()) {
          add(
              place,
              there.toString(),
              PlannedChange.ABSENT,
              Change.DROP,
              Fate.LEFT,
              "it is left alone",
              Step.COLUMNS,
              List.of());
        } else {
          refuse(
              place,
              there.toString(),
              PlannedChange.ABSENT,
              Change.DROP,
              "no row can be written without a value for it: give it a default, or write drop = lenient");
        }
      }
      default ->
          refuse(
              place,
              there.toString(),
              PlannedChange.ABSENT,
              Change.DROP,
              "its values would be lost");
    }
  }

  private void compareTypes(String name, ColumnShape there, ColumnShape wanted)
      throws SQLException {
    String place = "." + name;
    boolean stamp = table.stamp(name).isPresent();
    boolean key = should.primaryKey().contains(name) || is.primaryKey().contains(name);
    boolean tied = tied(name);
    if (stamp || ((key || tied) && !Fitting.areIntegers(there.type(), wanted.type()))) {
      never(
          place,
          there.toString(),
          wanted.toString(),
          stamp
              ? "the type of a stamp is never changed: stored rows could not be compared with new ones"
              : key ? KEY_COLUMN : "the type of a column that refers to a key is never changed");
      return;
    }
    switch (Fitting.of(there.type(), wanted.type())) {
      case WIDER -> widen(name, there, wanted);
      case NARROWER -> narrow(name, there, wanted);
      default ->
          never(
              place,
              there.toString(),
              wanted.toString(),
              "neither type takes all values of the other: add a column of another name");
    }
  }

  private void widen(String name, ColumnShape there, ColumnShape wanted) {
    String place = "." + name;
    switch (action(Change.WIDEN)) {
      case APPLY ->
          add(
              place,
              there.toString(),
              wanted.toString(),
              Change.WIDEN,
              Fate.DONE,
              "every stored value fits; PostgreSQL may rewrite the table",
              Step.COLUMNS,
              List.of(statements.changeType(table.name(), name, wanted.type())));
      case QUARANTINE -> {
        Optional<ColumnType> known = LiveType.of(there.type());
        if (known.isEmpty() && !LiveType.takesByItself(there.type())) {
          refuse(
              place,
              there.toString(),
              wanted.toString(),
              Change.WIDEN,
              "values cannot be held against the type " + there.type() + ": write apply or fail");
          return;
        }
        adaptation.narrow(table.name(), name, there.type(), known);
        add(
            place,
            there.toString(),
            wanted.toString(),
            Change.WIDEN,
            Fate.LEFT,
            "records whose value does not fit are quarantined",
            Step.COLUMNS,
            List.of());
      }
      default ->
          refuse(place, there.toString(), wanted.toString(), Change.WIDEN, "the policy says so");
    }
  }

  private void narrow(String name, ColumnShape there, ColumnShape wanted) throws SQLException {
    String place = "." + name;
    switch (action(Change.NARROW)) {
      case APPLY -> {
        String live = renamed.getOrDefault(name, name);
        if (rows.allFit(table.name(), live, there.type(), wanted.type())) {
          add(
              place,
              there.toString(),
              wanted.toString(),
              Change.NARROW,
              Fate.DONE,
              "every stored value fits; PostgreSQL may rewrite the table",
              Step.COLUMNS,
              List.of(statements.changeType(table.name(), name, wanted.type())));
        } else {
          refuse(
              place,
              there.toString(),
              wanted.toString(),
              Change.NARROW,
              "a stored value does not fit: correct it, or write narrow = lenient");
        }
      }
      case LENIENT ->
          add(
              place,
              there.toString(),
              wanted.toString(),
              Change.NARROW,
              Fate.LEFT,
              "it takes the new values, too",
              Step.COLUMNS,
              List.of());
      default ->
          refuse(
              place,
              there.toString(),
              wanted.toString(),
              Change.NARROW,
              "stored values may not fit");
    }
  }

  private void compareNull(String name, ColumnShape there, ColumnShape wanted) throws SQLException {
    String place = "." + name;
    String live = renamed.getOrDefault(name, name);
    Action action = action(Change.NULLABILITY);
    boolean opens = wanted.nullable();
    if (action == Action.FAIL) {
      refuse(place, there.toString(), wanted.toString(), Change.NULLABILITY, "the policy says so");
    } else if (opens && action == Action.QUARANTINE) {
      adaptation.require(table.name(), name);
      leave(place, there, wanted, "records without a value are quarantined");
    } else if (opens) {
      add(
          place,
          there.toString(),
          wanted.toString(),
          Change.NULLABILITY,
          Fate.DONE,
          "it takes more than before",
          Step.COLUMNS,
          List.of(statements.dropNotNull(table.name(), name)));
    } else if (action != Action.APPLY) {
      leave(place, there, wanted, "new rows have a value all the same");
    } else if (rows.anyWithout(table.name(), live)) {
      refuse(
          place,
          there.toString(),
          wanted.toString(),
          Change.NULLABILITY,
          "a stored row has no value: give it one, or write nullability = lenient");
    } else {
      add(
          place,
          there.toString(),
          wanted.toString(),
          Change.NULLABILITY,
          Fate.DONE,
          "every stored row has a value",
          Step.COLUMNS,
          List.of(statements.setNotNull(table.name(), name)));
    }
  }

  private void leave(String place, ColumnShape there, ColumnShape wanted, String reason) {
    add(
        place,
        there.toString(),
        wanted.toString(),
        Change.NULLABILITY,
        Fate.LEFT,
        reason,
        Step.COLUMNS,
        List.of());
  }

  private void compareForeignKeys() {
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
    String is = there.isEmpty() ? PlannedChange.ABSENT : there.get(0).toString();
    if (!there.isEmpty() && there.get(0).isLikeButForItsTime(wanted)) {
      changes.add(
          new PlannedChange(
              table.name(),
              table.name() + foreignKey(wanted),
              is,
              wanted.toString(),
              Optional.empty(),
              Optional.empty(),
              Fate.DONE,
              "when it is checked depends on whether tables refer to each other in a circle",
              Step.TIES,
              List.of(
                  statements.checkAt(
                      table.name(), constraints.get(there.get(0)), wanted.option()))));
      return;
    }
    boolean withNewColumns =
        there.isEmpty()
            && this.is.columns().keySet().stream().noneMatch(wanted.columns()::contains);
    boolean leftOut =
        wanted.columns().stream().anyMatch(column -> !this.is.columns().containsKey(column))
            && Set.of(Action.IGNORE, Action.QUARANTINE, Action.FAIL)
                .contains(action(Change.ADD_COLUMN));
    if (leftOut) {
      return; // the columns themselves are refused
    }
    if (!withNewColumns && action(Change.REFERENCE) == Action.FAIL) {
      refuse(foreignKey(wanted), is, wanted.toString(), Change.REFERENCE, "the policy says so");
      return;
    }
    if (!there.isEmpty()) {
      add(
          foreignKey(wanted),
          is,
          PlannedChange.ABSENT,
          Change.REFERENCE,
          Fate.DONE,
          "another one takes its place",
          Step.UNTIE,
          List.of(statements.dropConstraint(table.name(), constraints.get(there.get(0)))));
    }
    add(
        foreignKey(wanted),
        there.isEmpty() ? is : PlannedChange.ABSENT,
        wanted.toString(),
        withNewColumns ? Change.ADD_COLUMN : Change.REFERENCE,
        Fate.DONE,
        withNewColumns ? "its columns are new" : "PostgreSQL checks every stored row",
        Step.TIES,
        List.of(statements.foreignKey(table.name(), wanted)));
  }

  private void goes(ForeignKeyShape there) {
    boolean withColumns =
        there.columns().stream().noneMatch(should.columns()::containsKey)
            && action(Change.DROP) != Action.FAIL;
    if (withColumns) {
      return; // PostgreSQL drops it with its columns, or it is left alone with them
    }
    if (action(Change.REFERENCE) == Action.FAIL) {
      refuse(
          foreignKey(there),
          there.toString(),
          PlannedChange.ABSENT,
          Change.REFERENCE,
          "the policy says so");
    } else {
      add(
          foreignKey(there),
          there.toString(),
          PlannedChange.ABSENT,
          Change.REFERENCE,
          Fate.DONE,
          "the definition no longer refers there",
          Step.UNTIE,
          List.of(statements.dropConstraint(table.name(), constraints.get(there))));
    }
  }

  /** Foreign keys that have the place of the one wanted and are not wanted themselves. */
  private List<ForeignKeyShape> like(ForeignKeyShape wanted) {
    return is.foreignKeys().stream()
        .filter(there -> there.columns().equals(wanted.columns()))
        .filter(there -> !should.foreignKeys().contains(there))
        .toList();
  }

  private boolean tied(String column) {
    return should.foreignKeys().stream().anyMatch(key -> key.columns().contains(column));
  }

  private Action action(Change change) {
    return table.table().schemaPolicy().action(change);
  }

  private void refuse(String place, String there, String wanted, Change change, String reason) {
    add(place, there, wanted, change, Fate.REFUSED, reason, Step.COLUMNS, List.of());
  }

  private void never(String place, String there, String wanted, String reason) {
    changes.add(
        new PlannedChange(
            table.name(),
            table.name() + place,
            there,
            wanted,
            Optional.empty(),
            Optional.empty(),
            Fate.REFUSED,
            reason,
            Step.COLUMNS,
            List.of()));
  }

  private void add(
      String place,
      String there,
      String wanted,
      Change change,
      Fate fate,
      String reason,
      Step step,
      List<String> sql) {
    changes.add(
        new PlannedChange(
            table.name(),
            table.name() + place,
            there,
            wanted,
            Optional.of(change),
            Optional.of(action(change)),
            fate,
            reason,
            step,
            sql));
  }

  private static String foreignKey(ForeignKeyShape key) {
    return " foreign key " + columns(key.columns());
  }

  private static String columns(List<String> names) {
    return names.isEmpty() ? PlannedChange.ABSENT : "(" + String.join(", ", names) + ")";
  }
}
