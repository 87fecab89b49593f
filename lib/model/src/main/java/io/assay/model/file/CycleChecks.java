package io.assay.model.file;

import io.assay.model.ParentsFirst;
import io.assay.model.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks that tables, and the kinds that fill them, can be put in an order with parents first. */
final class CycleChecks {
  private static final String REMEDY =
      "Take a reference out; rules with exists-in can check the rest.";

  private CycleChecks() {}

  static void check(List<KindDraft> kinds) {
    for (KindDraft kind : kinds) {
      List<String> cycle = kind.tableOrder().cycle();
      if (!cycle.isEmpty()) {
        fault(kind.table(cycle.get(0)).orElseThrow(), cycle);
      }
    }
    if (kinds.stream().allMatch(kind -> kind.tableOrder().cycle().isEmpty())) {
      checkAcrossKinds(kinds);
    }
  }

  private static void checkAcrossKinds(List<KindDraft> kinds) {
    Map<String, KindDraft> byName = new LinkedHashMap<>();
    kinds.forEach(kind -> byName.put(kind.name(), kind));
    List<String> cycle =
        new ParentsFirst<>(byName.keySet(), name -> parents(byName.get(name), kinds)).cycle();
    if (!cycle.isEmpty()) {
      byName
          .get(cycle.get(0))
          .node()
          .fault("kinds refer to each other's tables in a circle: " + shown(cycle), REMEDY);
    } else {
      checkTables(kinds);
    }
  }

  private static void checkTables(List<KindDraft> kinds) {
    Map<String, List<String>> parents = new LinkedHashMap<>();
    Map<String, TableDraft> tables = new LinkedHashMap<>();
    for (KindDraft kind : kinds) {
      for (TableDraft table : kind.tables()) {
        tables.putIfAbsent(table.name(), table);
        parents
            .computeIfAbsent(table.name(), any -> new ArrayList<>())
            .addAll(table.table().parents());
      }
    }
    List<String> cycle = new ParentsFirst<>(parents.keySet(), parents::get).cycle();
    if (!cycle.isEmpty()) {
      fault(tables.get(cycle.get(0)), cycle);
    }
  }

  /** Tells it of the reference with which the table takes part in the circle. */
  private static void fault(TableDraft table, List<String> cycle) {
    String problem =
        cycle.size() == 2
            ? "the table refers to itself"
            : "tables refer to each other in a circle: " + shown(cycle);
    table.table().references().stream()
        .filter(reference -> reference.table().equals(cycle.get(1)))
        .findFirst()
        .ifPresent(reference -> table.reference(reference.name()).fault(problem, REMEDY));
  }

  private static List<String> parents(KindDraft kind, List<KindDraft> kinds) {
    List<String> foreign =
        kind.tables().stream()
            .map(TableDraft::table)
            .flatMap((Table table) -> table.parents().stream())
            .filter(table -> kind.table(table).isEmpty())
            .toList();
    return kinds.stream()
        .filter(other -> foreign.stream().anyMatch(table -> other.table(table).isPresent()))
        .map(KindDraft::name)
        .toList();
  }

  private static String shown(List<String> cycle) {
    return String.join(" → ", cycle);
  }
}
