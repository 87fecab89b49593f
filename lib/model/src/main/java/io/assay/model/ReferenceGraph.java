package io.assay.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which tables refer to which, and where that goes in a circle. The foreign keys of a circle are
 * checked at the end of a transaction only, so that any order of its tables will do.
 */
public final class ReferenceGraph {
  private final Map<String, Set<String>> parents = new LinkedHashMap<>();
  private final Map<String, Set<String>> owners = new LinkedHashMap<>();

  /**
   * The graph of some tables.
   *
   * @param tables one of a name may be given several times
   */
  public static ReferenceGraph of(Collection<Table> tables) {
    ReferenceGraph graph = new ReferenceGraph();
    tables.forEach(graph::add);
    return graph;
  }

  /** The graph of a pipeline's tables. */
  public static ReferenceGraph of(Pipeline pipeline) {
    ReferenceGraph graph = new ReferenceGraph();
    pipeline.records().forEach(kind -> graph.add(kind.tables(), Ownership.of(kind)));
    return graph;
  }

  /** The graph of the tables of one kind. */
  public static ReferenceGraph of(List<Table> tables, Ownership ownership) {
    ReferenceGraph graph = new ReferenceGraph();
    graph.add(tables, ownership);
    return graph;
  }

  private ReferenceGraph() {}

  private void add(List<Table> tables, Ownership ownership) {
    for (Table table : tables) {
      add(table);
      ownership
          .owner(table.name())
          .ifPresent(
              owner ->
                  owners
                      .computeIfAbsent(table.name(), any -> new LinkedHashSet<>())
                      .add(owner.table()));
    }
  }

  private void add(Table table) {
    parents.computeIfAbsent(table.name(), any -> new LinkedHashSet<>()).addAll(table.parents());
  }

  /** Whether the way from the parent leads back to the child. */
  public boolean isCircular(String child, String parent) {
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(parent));
    while (!open.isEmpty()) {
      String table = open.pop();
      if (table.equals(child)) {
        return true;
      }
      if (seen.add(table)) {
        open.addAll(parents.getOrDefault(table, Set.of()));
      }
    }
    return false;
  }

  /** Whether any reference of the table is part of a circle. */
  public boolean isCircular(String table) {
    return parents.getOrDefault(table, Set.of()).stream()
        .anyMatch(parent -> isCircular(table, parent));
  }

  /**
   * All tables, each after those that it refers to. In a circle a table still comes after the one
   * that owns it.
   */
  public List<String> order() {
    return new ParentsFirst<>(parents.keySet(), this::earlier).order();
  }

  private List<String> earlier(String table) {
    List<String> earlier = new ArrayList<>();
    for (String parent : parents.get(table)) {
      if (owners.getOrDefault(table, Set.of()).contains(parent) || !isCircular(table, parent)) {
        earlier.add(parent);
      }
    }
    return earlier;
  }
}
