package io.assay.postgres.schema;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Compares a table as it is with what it should be. */
final class Comparison {
  private final TableShape is;
  private final TableShape should;
  private final List<Difference> differences = new ArrayList<>();

  private Comparison(TableShape is, TableShape should) {
    this.is = is;
    this.should = should;
  }

  /** Every difference; none where they are equal. The order of columns does not matter. */
  static List<Difference> differences(TableShape is, TableShape should) {
    Comparison comparison = new Comparison(is, should);
    if (is.sort().equals(should.sort())) {
      comparison.compareColumns();
      comparison.comparePrimaryKeys();
      comparison.compareForeignKeys();
    } else {
      comparison.add("", "a " + is.sort(), "a " + should.sort());
    }
    return comparison.differences;
  }

  private void compareColumns() {
    Set<String> names = new LinkedHashSet<>(should.columns().keySet());
    names.addAll(is.columns().keySet());
    for (String name : names) {
      ColumnShape there = is.columns().get(name);
      ColumnShape wanted = should.columns().get(name);
      if (there == null || !there.equals(wanted)) {
        add("." + name, text(there), text(wanted));
      }
    }
  }

  private void comparePrimaryKeys() {
    if (!is.primaryKey().equals(should.primaryKey())) {
      add(" primary key", columns(is.primaryKey()), columns(should.primaryKey()));
    }
  }

  private void compareForeignKeys() {
    for (ForeignKeyShape wanted : should.foreignKeys()) {
      if (!is.foreignKeys().contains(wanted)) {
        List<ForeignKeyShape> there = like(wanted);
        add(
            foreignKey(wanted),
            there.isEmpty() ? Difference.ABSENT : there.get(0).toString(),
            wanted.toString());
      }
    }
    for (ForeignKeyShape there : is.foreignKeys()) {
      boolean told = should.foreignKeys().stream().anyMatch(wanted -> like(wanted).contains(there));
      if (!told && !should.foreignKeys().contains(there)) {
        add(foreignKey(there), there.toString(), Difference.ABSENT);
      }
    }
  }

  /** Foreign keys that have the place of the one wanted and are not wanted themselves. */
  private List<ForeignKeyShape> like(ForeignKeyShape wanted) {
    return is.foreignKeys().stream()
        .filter(there -> there.columns().equals(wanted.columns()))
        .filter(there -> !should.foreignKeys().contains(there))
        .toList();
  }

  private void add(String place, String there, String wanted) {
    differences.add(new Difference(should.name() + place, there, wanted));
  }

  private static String foreignKey(ForeignKeyShape key) {
    return " foreign key " + columns(key.columns());
  }

  private static String columns(List<String> names) {
    return names.isEmpty() ? Difference.ABSENT : "(" + String.join(", ", names) + ")";
  }

  private static String text(ColumnShape column) {
    return column == null ? Difference.ABSENT : column.toString();
  }
}
