package io.assay.model.file;

import io.assay.model.ParentsFirst;
import io.assay.model.Table;
import io.assay.model.Table.Reference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks that kinds whose tables refer to each other in a circle can ever fill them. Rows of one
 * record, and records of one kind, may refer to each other as they like; but records of several
 * kinds that come one by one cannot all wait for each other.
 */
final class CycleChecks {
  private CycleChecks() {}

  static void check(List<KindDraft> kinds) {
    Map<String, KindDraft> byName = new LinkedHashMap<>();
    kinds.forEach(kind -> byName.put(kind.name(), kind));
    List<String> circle =
        new ParentsFirst<>(byName.keySet(), name -> waitsFor(byName.get(name), kinds)).cycle();
    if (!circle.isEmpty()) {
      byName
          .get(circle.get(0))
          .node()
          .fault(
              "kinds refer to each other's tables in a circle, so that each record is refused or waits until another one is there: "
                  + String.join(" → ", circle),
              "Let one of the references be orphan = stub.");
    }
  }

  private static List<String> waitsFor(KindDraft kind, List<KindDraft> kinds) {
    List<String> foreign =
        kind.tables().stream()
            .map(TableDraft::table)
            .flatMap((Table table) -> table.references().stream())
            .filter(reference -> !reference.orphan().makesStubs())
            .map(Reference::table)
            .filter(table -> kind.table(table).isEmpty())
            .toList();
    return kinds.stream()
        .filter(other -> foreign.stream().anyMatch(table -> other.table(table).isPresent()))
        .map(KindDraft::name)
        .toList();
  }
}
