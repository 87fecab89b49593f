package io.assay.postgres.merge;

import io.assay.model.ColumnType;
import io.assay.model.Ownership;
import io.assay.model.Pipeline;
import io.assay.model.RecordKind;
import io.assay.model.ReferenceGraph;
import io.assay.model.Rule;
import io.assay.model.Rule.Check;
import io.assay.model.Table;
import io.assay.model.Table.Reference;
import io.assay.postgres.Identifier;
import io.assay.postgres.staging.StagingLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The statements of a pipeline's batches, made once per run from its definition. */
final class BatchPlan {
  private final Pipeline pipeline;
  private final StagingLayout staging;
  private final String schema;
  private final Map<String, Duration> memories = new LinkedHashMap<>();
  private final Map<String, Map<String, KindTable>> tables = new LinkedHashMap<>();
  private final Map<String, Ownership> ownership = new LinkedHashMap<>();
  private final List<MergeGroup> groups = new ArrayList<>();
  private final List<Deletions> deletions = new ArrayList<>();
  private int references;

  /**
   * Plans.
   *
   * @param schema where the target tables are
   */
  BatchPlan(Pipeline pipeline, StagingLayout staging, String schema) {
    this.pipeline = pipeline;
    this.staging = staging;
    this.schema = schema;
    for (Table table : pipeline.tables()) {
      if (!table.hasHistory()) {
        pipeline
            .deletionMemory(table.name())
            .ifPresent(memory -> memories.put(table.name(), memory));
      }
    }
    for (RecordKind kind : pipeline.kindsParentsFirst()) {
      ownership.put(kind.name(), Ownership.of(kind));
      Map<String, KindTable> own = new LinkedHashMap<>();
      kind.tables().forEach(table -> own.put(table.name(), kindTable(kind, table)));
      tables.put(kind.name(), own);
    }
    List<String> names = pipeline.tables().stream().map(Table::name).toList();
    for (List<RecordKind> group : pipeline.kindGroups()) {
      groups.add(
          new MergeGroup(group.stream().map(kind -> kindMerge(kind, group)).toList(), names));
    }
  }

  /** The kinds, parents first, those together that need each other. */
  List<MergeGroup> groups() {
    return groups;
  }

  /** What leaves the tables. */
  Removals removals() {
    Map<String, Map<String, Sql>> stale = new LinkedHashMap<>();
    ownership.forEach((kind, owned) -> stale.put(kind, stale(kind, owned)));
    return new Removals(deletions, stale, new DoomedRows(childrenFirst(), edges()));
  }

  /** What brings tables with history up to date. */
  List<HistoryTimes> histories() {
    return tables().stream()
        .filter(table -> table.table().hasHistory())
        .map(
            table ->
                new HistoryTimes(
                    table,
                    tables.get(table.kind().name()).get(table.kind().root()),
                    pipeline.name()))
        .toList();
  }

  /** By table, what forgets deletions that need not be remembered any longer. */
  Map<String, Sql> sweeps() {
    Map<String, Sql> sweeps = new LinkedHashMap<>();
    memories.forEach(
        (table, memory) -> sweeps.put(table, DeletionMemory.sweep(pipeline.name(), table, memory)));
    return sweeps;
  }

  /** Whether foreign keys are checked when all rows of a batch are merged, and not before. */
  boolean isCircular() {
    ReferenceGraph graph = ReferenceGraph.of(pipeline);
    return tables().stream().anyMatch(table -> graph.isCircular(table.table().name()));
  }

  /** Every table as every kind fills it. */
  List<KindTable> tables() {
    return tables.values().stream().flatMap(own -> own.values().stream()).toList();
  }

  Sql census() {
    return Census.statement(
        pipeline,
        tables().stream().filter(KindTable::root).toList(),
        staging.table(staging.findingTable()).sql(),
        memories);
  }

  private KindTable kindTable(RecordKind kind, Table table) {
    List<String> sequenceTypes =
        pipeline.records().stream()
            .filter(other -> other.table(table.name()).isPresent())
            .map(RecordKind::sequenceTypes)
            .filter(types -> !types.isEmpty())
            .findFirst()
            .orElse(List.of())
            .stream()
            .map(ColumnType::sql)
            .toList();
    return new KindTable(
        kind,
        table,
        Identifier.qualified(schema, table.name()),
        staging.table(staging.rowTable(kind.name(), table.name())).sql(),
        sequenceTypes,
        pipeline.hasStubs(table.name()),
        memories.containsKey(table.name()),
        pipeline.deletesSoftly(table.name()),
        ownership.get(kind.name()).owner(table.name()));
  }

  private KindMerge kindMerge(RecordKind kind, List<RecordKind> group) {
    List<KindTable> own = List.copyOf(tables.get(kind.name()).values());
    KindTable root = tables.get(kind.name()).get(kind.root());
    List<ReferenceCheck> checks = referenceChecks(kind, group);
    List<ReferenceCheck> holding =
        checks.stream().filter(check -> check.deadline().isPresent()).toList();
    Optional<HeldRows> held =
        holding.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new HeldRows(
                    pipeline.name(),
                    kind.name(),
                    holding,
                    staging.table(staging.recordTable(kind.name())).sql()));
    FoundRecords found = new FoundRecords(kind.name(), own, holding);
    boolean soft = kind.delete().isPresent() && root.soft();
    if (kind.delete().isPresent() && !soft && !root.table().hasHistory()) {
      deletions.add(new Deletions(root, pipeline.name(), found, roots(kind.root())));
    }
    boolean owning = !ownership.get(kind.name()).isEmpty();
    return new KindMerge(
        kind,
        new KindChecks(kind.name(), lookups(own), checks, rules(kind, root), found, held),
        own.stream()
            .map(
                table ->
                    new Upsert(table, pipeline.name(), owning && table.root(), atOnce(kind, table)))
            .toList(),
        soft ? Optional.of(new SoftDeletions(root, pipeline.name())) : Optional.empty());
  }

  private ReferencesAtOnce atOnce(RecordKind kind, KindTable table) {
    Map<Reference, KindTable> parents = new LinkedHashMap<>();
    if (!ReferenceGraph.of(pipeline).isCircular(table.table().name())) {
      for (Reference reference : table.table().references()) {
        parents.put(reference, parent(kind, reference.table()));
      }
    }
    return ReferencesAtOnce.of(table, parents);
  }

  private List<LookupColumn> lookups(List<KindTable> own) {
    List<LookupColumn> lookups = new ArrayList<>();
    for (KindTable table : own) {
      for (Table.Column column : table.table().columns()) {
        column
            .lookup()
            .ifPresent(lookup -> lookups.add(new LookupColumn(table, column, lookup, schema)));
      }
    }
    return lookups;
  }

  private List<ReferenceCheck> referenceChecks(RecordKind kind, List<RecordKind> group) {
    List<ReferenceCheck> checks = new ArrayList<>();
    for (KindTable child : tables.get(kind.name()).values()) {
      for (Reference reference : child.table().references()) {
        KindTable parent = parent(kind, reference.table());
        if (!ReferenceCheck.isAlwaysPresent(child, reference, parent)) {
          checks.add(
              new ReferenceCheck(
                  references++,
                  child,
                  reference,
                  parent,
                  staged(reference.table(), group),
                  pipeline.name()));
        }
      }
    }
    return checks;
  }

  /** A table as the kinds of a group fill it. */
  private List<KindTable> staged(String table, List<RecordKind> group) {
    return group.stream()
        .map(kind -> tables.get(kind.name()).get(table))
        .filter(Objects::nonNull)
        .toList();
  }

  /** A table as the kind itself fills it, or else as the first kind that does. */
  private KindTable parent(RecordKind kind, String table) {
    KindTable own = tables.get(kind.name()).get(table);
    return own != null
        ? own
        : tables().stream()
            .filter(candidate -> candidate.table().name().equals(table))
            .findFirst()
            .orElseThrow();
  }

  private List<StoredRule> rules(RecordKind kind, KindTable root) {
    List<StoredRule> rules = new ArrayList<>();
    for (Rule rule : kind.rules()) {
      if (rule.check() instanceof Check.Unique unique) {
        rules.add(new UniqueRule(root, rule, unique));
      } else if (rule.check() instanceof Check.ExistsIn exists) {
        rules.add(condition(root, rule, exists.table(), exists.where(), false));
      } else if (rule.check() instanceof Check.AbsentFrom absent) {
        rules.add(condition(root, rule, absent.table(), absent.where(), true));
      }
    }
    return rules;
  }

  private ConditionRule condition(
      KindTable root, Rule rule, String table, String where, boolean absent) {
    return new ConditionRule(root, rule, table, Identifier.qualified(schema, table), where, absent);
  }

  private Map<String, Sql> stale(String kind, Ownership owned) {
    Map<String, Sql> stale = new LinkedHashMap<>();
    for (KindTable table : tables.get(kind).values()) {
      List<Reference> references = new ArrayList<>(owned.wayToRoot(table.table().name()));
      if (references.isEmpty()) {
        continue;
      }
      List<KindTable> way = new ArrayList<>(List.of(table));
      for (Reference reference : references.subList(0, references.size() - 1)) {
        way.add(tables.get(kind).get(reference.table()));
      }
      Collections.reverse(way);
      Collections.reverse(references);
      KindTable root = tables.get(kind).get(references.get(0).table());
      stale.put(table.table().name(), OwnedRows.stale(root, way, references));
    }
    return stale;
  }

  private List<Edge.Doomable> childrenFirst() {
    List<Edge.Doomable> tables = new ArrayList<>();
    pipeline.tables().forEach(table -> tables.add(doomable(table)));
    Collections.reverse(tables);
    return tables;
  }

  private List<Edge> edges() {
    Map<String, Table> byName = new LinkedHashMap<>();
    pipeline.tables().forEach(table -> byName.put(table.name(), table));
    List<Edge> edges = new ArrayList<>();
    for (Table child : byName.values()) {
      for (Reference reference : child.references()) {
        edges.add(
            new Edge(
                doomable(child),
                reference.columns(),
                doomable(byName.get(reference.table())),
                reference.onDelete()));
      }
    }
    return edges;
  }

  private Edge.Doomable doomable(Table table) {
    return new Edge.Doomable(
        table.name(), Identifier.qualified(schema, table.name()), table.key(), masked(table));
  }

  private Set<String> masked(Table table) {
    Set<String> masked = new LinkedHashSet<>();
    for (KindTable filled : tables()) {
      if (filled.table().name().equals(table.name())) {
        filled.table().columns().stream()
            .filter(filled.kind()::masks)
            .forEach(column -> masked.add(column.name()));
      }
    }
    return masked;
  }

  private List<String> roots(String table) {
    return tables().stream()
        .filter(root -> root.root() && root.table().name().equals(table))
        .map(KindTable::staging)
        .toList();
  }
}
