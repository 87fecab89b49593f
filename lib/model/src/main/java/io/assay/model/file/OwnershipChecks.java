package io.assay.model.file;

import io.assay.model.Ownership;
import io.assay.model.Table;
import io.assay.model.Table.Keep;
import io.assay.model.Table.OnDelete;
import io.assay.model.Table.Reference;
import java.util.List;

/** Checks what is said about rows that belong to a record, and about what deletions lead to. */
final class OwnershipChecks {
  private OwnershipChecks() {}

  static void check(KindDraft kind) {
    Ownership ownership = kind.ownership();
    for (TableDraft table : kind.tables()) {
      ownership
          .unclear(table.table())
          .filter(reference -> fits(kind, reference))
          .ifPresent(reference -> refuseUnclear(table, reference));
      ownership.owner(table.name()).ifPresent(owner -> checkOwned(table, owner));
      for (Reference reference : table.table().references()) {
        if (reference.onDelete() == OnDelete.CLEAR) {
          checkClear(table, reference);
        }
      }
    }
  }

  /** Another number of columns than the key has is a fault of its own. */
  private static boolean fits(KindDraft kind, Reference reference) {
    return kind.table(reference.table())
        .filter(parent -> parent.table().key().size() == reference.columns().size())
        .isPresent();
  }

  private static void refuseUnclear(TableDraft table, Reference reference) {
    table
        .reference(reference.name())
        .fault(
            "leads to %s by columns that are not computed as its key is, so nobody can tell which record a row belongs to"
                .formatted(reference.table()),
            "Compute them the same way, or take the reference out; rules with exists-in can check"
                + " the rest.");
  }

  private static void checkOwned(TableDraft table, Reference owner) {
    if (table.node().has("keep") && table.table().keep() == Keep.FIRST) {
      table
          .node()
          .refuse(
              List.of("keep"),
              "its rows belong to the record, and are what the newest version says",
              "Take it out.");
    }
    Entry reference = table.reference(owner.name());
    boolean given =
        reference.isObject()
            && reference.members().stream().anyMatch(each -> each.name().equals("on-delete"));
    if (given && owner.onDelete() != OnDelete.CASCADE) {
      reference
          .memberOrThis("on-delete")
          .fault(
              PipelineTree.word(owner.onDelete()),
              "the rows belong to the record and go with it",
              "Take it out, or write cascade.");
    }
  }

  private static void checkClear(TableDraft draft, Reference reference) {
    Table table = draft.table();
    for (String column : reference.columns()) {
      boolean isKey = table.key().contains(column);
      boolean notNull = table.column(column).filter(each -> !each.nullable()).isPresent();
      if (isKey || notNull) {
        draft
            .reference(reference.name())
            .memberOrThis("on-delete")
            .fault(
                "clear",
                "the column %s is %s".formatted(column, isKey ? "part of the key" : "not null"),
                "Let it be null, or use cascade or reject.");
        return;
      }
    }
  }
}
