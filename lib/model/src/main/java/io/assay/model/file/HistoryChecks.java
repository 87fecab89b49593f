package io.assay.model.file;

import io.assay.model.Deletion.Mode;
import io.assay.model.Ownership;
import io.assay.model.Rule.Check;
import io.assay.model.Table;
import java.util.List;
import java.util.Optional;

/** Checks tables that keep every version of their rows. */
final class HistoryChecks {
  /** The columns that such a table has beside its own. */
  private static final List<String> COLUMNS = List.of("valid_from", "valid_to", "current");

  private HistoryChecks() {}

  static void check(KindDraft kind) {
    for (TableDraft table : kind.tables()) {
      if (table.table().hasHistory()) {
        checkColumns(table);
        if (kind.root().equals(Optional.of(table.name()))) {
          checkRoot(kind);
        } else if (kind.delete().isPresent()) {
          kind.rootTable().ifPresent(root -> checkKey(table, root));
        }
      }
    }
  }

  private static void checkColumns(TableDraft table) {
    for (Entry column : table.node().members("columns")) {
      if (COLUMNS.contains(column.name())) {
        column.fault("a column that every table with history has", "Choose another name.");
      }
    }
  }

  private static void checkRoot(KindDraft kind) {
    if (kind.delete().filter(deletion -> deletion.mode() == Mode.SOFT).isPresent()) {
      kind.node()
          .entry("delete")
          .orElseThrow()
          .memberOrThis("mode")
          .fault(
              "soft",
              "the root has a history, which keeps what is deleted",
              "Take it out, or take history out.");
    }
    for (RuleParser.Draft rule : kind.rules()) {
      if (rule.rule().check() instanceof Check.Unique) {
        rule.node()
            .refuse(
                List.of("unique"),
                "the root has a history, in which versions repeat their values",
                "Make a table without history the root.");
      }
    }
  }

  /** A deletion names the key of the root. */
  private static void checkKey(TableDraft draft, TableDraft root) {
    Table table = draft.table();
    List<String> key = table.key();
    boolean same = key.size() == root.table().key().size();
    for (int i = 0; i < key.size() && same; i++) {
      Optional<Table.Column> own = table.column(key.get(i));
      Optional<Table.Column> other = root.table().column(root.table().key().get(i));
      same =
          own.isEmpty()
              || other.isEmpty()
              || Ownership.isSame(own.get(), table, other.get(), root.table());
    }
    if (!same) {
      draft
          .node()
          .entry("key")
          .ifPresent(
              entry ->
                  entry.fault(
                      String.join(", ", key),
                      "not computed as the key of the root %s is, so deletions would not find the versions that they end"
                          .formatted(root.name()),
                      "Give both the same key columns, in the same order."));
    }
  }
}
