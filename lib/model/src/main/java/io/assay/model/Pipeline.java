package io.assay.model;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
 */
public record Pipeline(
    String name, String description, Source source, List<RecordKind> records, boolean silver)
    implements Serializable {
  public Pipeline {
    records = List.copyOf(records);
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
    return new ParentsFirst<>(byName.keySet(), name -> byName.get(name).parents())
        .order().stream().map(byName::get).toList();
  }

  /**
   * The kinds of records, in an order in which no kind comes before another whose tables it
   * references. A table that a kind fills itself sets no order between it and the other kinds that
   * fill it.
   */
  public List<RecordKind> kindsParentsFirst() {
    return new ParentsFirst<>(records, this::parentsOf).order();
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

  private List<RecordKind> parentsOf(RecordKind kind) {
    List<RecordKind> parents = new ArrayList<>();
    for (RecordKind other : records) {
      if (!other.equals(kind)
          && other.tables().stream().anyMatch(table -> kind.dependsOn(table.name()))) {
        parents.add(other);
      }
    }
    return parents;
  }
}
