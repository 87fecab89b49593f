package io.assay.model.file;

import io.assay.model.SchemaPolicy.Action;
import io.assay.model.SchemaPolicy.Change;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks that a table which may be left out is one that nothing else needs. */
final class SchemaPolicyChecks {
  private SchemaPolicyChecks() {}

  static void check(List<KindDraft> kinds) {
    Set<String> parents =
        kinds.stream()
            .flatMap(kind -> kind.tables().stream())
            .flatMap(table -> table.table().references().stream())
            .map(reference -> reference.table())
            .collect(Collectors.toSet());
    for (KindDraft kind : kinds) {
      for (TableDraft table : kind.tables()) {
        if (table.table().schemaPolicy().action(Change.NEW_TABLE) == Action.IGNORE
            && parents.contains(table.name())) {
          table
              .node()
              .fault(
                  "new-table = ignore, but other tables reference it",
                  "Give it schema-change { new-table = apply } or fail.");
        }
      }
    }
  }
}
