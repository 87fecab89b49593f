package io.assay.model;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One pipeline: where its records come from, what must hold for them, and the tables they become.
 *
 * @param name lower-case letters, digits and hyphens, at most 40 characters; names the ledger rows,
 *     the lake folders and the lock
 * @param description one line for people
 * @param source topics and format
 * @param records the kinds of records, in the order in which their {@code when} is tried; the first
 *     that matches takes the record
 * @param silver whether the accepted records are also kept, typed, in the lake
 * @param batchRules what must hold for batches as a whole
 * @param breakers what happens when too many records fail
 */
public record Pipeline(
    String name,
    String description,
    Source source,
    List<RecordKind> records,
    boolean silver,
    List<BatchRule> batchRules,
    List<Breaker> breakers)
    implements Serializable {
  public Pipeline {
    records = List.copyOf(records);
    batchRules = List.copyOf(batchRules);
    breakers = List.copyOf(breakers);
  }

  /** A pipeline that asks nothing of batches. */
  public Pipeline(
      String name, String description, Source source, List<RecordKind> records, boolean silver) {
    this(name, description, source, records, silver, List.of(), List.of());
  }

  /** The same pipeline with other kinds of records. */
  public Pipeline withRecords(List<RecordKind> others) {
    return new Pipeline(name, description, source, others, silver, batchRules, breakers);
  }

  /**
   * The kind of record of that name.
   *
   * @throws AssayException (USER) if there is none
   */
  public RecordKind kind(String kind) {
    return records.stream()
        .filter(candidate -> candidate.name().equals(kind))
        .findFirst()
        .orElseThrow(
            () ->
                new AssayException(
                    AssayException.Kind.USER,
                    "Unknown kind of record '%s': the pipeline %s has %s"
                        .formatted(kind, name, records.stream().map(RecordKind::name).toList())));
  }

  /**
   * The target tables, each once, parents first across all kinds. A table that several kinds fill
   * is given as the first of them defines it; the kinds agree on key, columns and references, but
   * their column expressions, {@code when} and orphan policies may differ.
   */
  public List<Table> tables() {
    Map<String, Table> byName = new LinkedHashMap<>();
    for (RecordKind kind : records) {
      kind.tables().forEach(table -> byName.putIfAbsent(table.name(), table));
    }
    return ReferenceGraph.of(this).order().stream().map(byName::get).toList();
  }

  /**
   * The kinds of records, in an order in which no kind comes before another whose tables it
   * references, but for circles. A table that a kind fills itself sets no order between it and the
   * other kinds that fill it.
   */
  public List<RecordKind> kindsParentsFirst() {
    return kindGroups().stream().flatMap(List::stream).toList();
  }

  /**
   * The kinds of records in the order of {@link #kindsParentsFirst()}, those together that need
   * each other's rows because tables refer to each other in a circle.
   */
  public List<List<RecordKind>> kindGroups() {
    ReferenceGraph graph = ReferenceGraph.of(this);
    Map<RecordKind, Set<RecordKind>> reach = new LinkedHashMap<>();
    records.forEach(kind -> reach.put(kind, reachable(kind, graph)));
    List<List<RecordKind>> groups = new ArrayList<>();
    for (RecordKind kind : records) {
      if (groups.stream().noneMatch(group -> group.contains(kind))) {
        groups.add(
            records.stream()
                .filter(
                    other ->
                        other.equals(kind)
                            || (reach.get(kind).contains(other) && reach.get(other).contains(kind)))
                .toList());
      }
    }
    return new ParentsFirst<>(
            groups,
            group ->
                groups.stream()
                    .filter(other -> group.stream().anyMatch(kind -> reaches(reach, kind, other)))
                    .toList())
        .order();
  }

  private static boolean reaches(
      Map<RecordKind, Set<RecordKind>> reach, RecordKind kind, List<RecordKind> group) {
    return !group.contains(kind) && group.stream().anyMatch(reach.get(kind)::contains);
  }

  private Set<RecordKind> reachable(RecordKind kind, ReferenceGraph graph) {
    Set<RecordKind> reached = new LinkedHashSet<>();
    Deque<RecordKind> open = new ArrayDeque<>(parentsOf(kind, graph));
    while (!open.isEmpty()) {
      RecordKind next = open.pop();
      if (reached.add(next)) {
        open.addAll(parentsOf(next, graph));
      }
    }
    return reached;
  }

  /**
   * Whether rows of the table may be stubs: some reference to it makes one when the parent is
   * missing, at once or after a wait.
   */
  public boolean hasStubs(String table) {
    return records.stream()
        .flatMap(kind -> kind.tables().stream())
        .flatMap(child -> child.references().stream())
        .anyMatch(reference -> reference.table().equals(table) && reference.orphan().makesStubs());
  }

  /** Whether rows of the table that are deleted stay, with the time of their deletion. */
  public boolean deletesSoftly(String table) {
    return deletions(table).anyMatch(deletion -> deletion.mode() == Deletion.Mode.SOFT);
  }

  /** How long deletions of rows of the table are remembered; empty if no record deletes them. */
  public Optional<Duration> deletionMemory(String table) {
    return deletions(table).map(Deletion::memory).max(Comparator.naturalOrder());
  }

  private Stream<Deletion> deletions(String root) {
    return records.stream()
        .filter(kind -> kind.root().equals(root))
        .flatMap(kind -> kind.delete().stream());
  }

  /** The other kinds that fill tables which this one references. */
  private List<RecordKind> parentsOf(RecordKind kind, ReferenceGraph graph) {
    List<RecordKind> parents = new ArrayList<>();
    for (RecordKind other : records) {
      boolean needed =
          kind.tables().stream()
              .anyMatch(
                  table ->
                      table.parents().stream()
                          .filter(parent -> other.table(parent).isPresent())
                          .anyMatch(
                              parent ->
                                  kind.table(parent).isEmpty()
                                      || graph.isCircular(table.name(), parent)));
      if (needed && !other.equals(kind)) {
        parents.add(other);
      }
    }
    return parents;
  }
}
