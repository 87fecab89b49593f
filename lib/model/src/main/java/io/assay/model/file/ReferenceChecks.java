package io.assay.model.file;

import io.assay.model.ColumnType;
import io.assay.model.Table;
import io.assay.model.Table.Reference;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks that what refers to tables of the pipeline fits them. */
final class ReferenceChecks {
  private final Map<String, TableDraft> tables = new LinkedHashMap<>();

  private ReferenceChecks(List<KindDraft> kinds) {
    kinds.forEach(kind -> kind.tables().forEach(table -> tables.putIfAbsent(table.name(), table)));
  }

  static void check(List<KindDraft> kinds) {
    ReferenceChecks checks = new ReferenceChecks(kinds);
    for (KindDraft kind : kinds) {
      kind.rules().forEach(checks::checkRule);
      for (TableDraft table : kind.tables()) {
        table.table().references().forEach(reference -> checks.checkReference(table, reference));
      }
    }
  }

  private void checkRule(RuleParser.Draft rule) {
    for (String key : List.of("exists-in", "absent-from")) {
      Optional<Entry> entry = rule.node().entry(key);
      entry.flatMap(Entry::text).ifPresent(table -> parent(entry.get(), table));
    }
  }

  private void checkReference(TableDraft child, Reference reference) {
    Entry entry = child.reference(reference.name());
    Optional<TableDraft> parent = parent(entry.memberOrThis("table"), reference.table());
    if (parent.isEmpty() || parent.get().table().key().isEmpty()) {
      return;
    }
    if (parent.get().table().hasHistory()) {
      entry
          .memberOrThis("table")
          .fault(
              reference.table(),
              "a table with history, in which several rows have one key",
              "Refer to a table without; one kind can fill both.");
      return;
    }
    checkColumns(entry.memberOrThis("columns"), child, reference, parent.get());
    if (reference.orphan().makesStubs()) {
      checkStub(entry.memberOrThis("orphan"), parent.get().table());
    }
  }

  private static void checkColumns(
      Entry entry, TableDraft child, Reference reference, TableDraft parent) {
    List<String> key = parent.table().key();
    if (key.size() != reference.columns().size()) {
      entry.fault(
          String.join(", ", reference.columns()),
          "the key of %s is %s".formatted(parent.name(), String.join(", ", key)),
          "Name one column for each of its columns, in that order.");
      return;
    }
    for (int i = 0; i < key.size(); i++) {
      checkType(entry, child, reference.columns().get(i), parent, key.get(i));
    }
  }

  private Optional<TableDraft> parent(Entry entry, String table) {
    Optional<TableDraft> parent = Optional.ofNullable(tables.get(table));
    if (parent.isEmpty()) {
      entry.unknown(table, "no such table of the pipeline", tables.keySet());
    }
    return parent;
  }

  private static void checkType(
      Entry entry, TableDraft child, String column, TableDraft parent, String keyColumn) {
    Optional<ColumnType> own = child.type(column);
    Optional<ColumnType> other = parent.type(keyColumn);
    if (own.isPresent() && other.isPresent() && !own.equals(other)) {
      entry.fault(
          column,
          "is %s, but %s.%s is %s"
              .formatted(
                  TypeName.described(own.get()),
                  parent.name(),
                  keyColumn,
                  TypeName.described(other.get())),
          "Give both the same type.");
    }
  }

  private static void checkStub(Entry entry, Table parent) {
    for (Table.Column column : parent.columns()) {
      if (!column.nullable() && !parent.key().contains(column.name())) {
        entry.fault(
            "stub",
            "a stub of %s has nothing but its key, and its column %s is not null"
                .formatted(parent.name(), column.name()),
            "Let the column be null, or use reject or hold.");
      }
    }
    for (Reference reference : parent.references()) {
      if (new HashSet<>(parent.key()).containsAll(reference.columns())) {
        entry.fault(
            "stub",
            "the key of %s itself refers to %s, so a stub would be an orphan"
                .formatted(parent.name(), reference.table()),
            "Use reject or hold.");
      }
    }
  }
}
