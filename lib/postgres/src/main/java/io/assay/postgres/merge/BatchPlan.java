package io.assay.postgres.merge;

import io.assay.model.Pipeline;
import io.assay.model.RecordKind;
import io.assay.model.Rule;
import io.assay.model.Rule.Check;
import io.assay.model.Table;
import io.assay.model.Table.Reference;
import io.assay.postgres.Identifier;
import io.assay.postgres.staging.StagingLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The statements of a pipeline's batches, made once per run from its definition. */
final class BatchPlan {
  private final Pipeline pipeline;
  private final StagingLayout staging;
  private final String schema;
  private final Set<String> remembering;
  private final Map<String, Map<String, KindTable>> tables = new LinkedHashMap<>();
  private final List<KindMerge> kinds = new ArrayList<>();
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
    this.remembering =
        pipeline.records().stream()
            .filter(kind -> kind.delete().isPresent())
            .map(RecordKind::root)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    for (RecordKind kind : pipeline.kindsParentsFirst()) {
      Map<String, KindTable> own = new LinkedHashMap<>();
      kind.tables().forEach(table -> own.put(table.name(), kindTable(kind, table)));
      tables.put(kind.name(), own);
    }
    pipeline.kindsParentsFirst().forEach(kind -> kinds.add(kindMerge(kind)));
  }

  /** The kinds, parents first. */
  List<KindMerge> kinds() {
    return kinds;
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
        remembering);
  }

  private KindTable kindTable(RecordKind kind, Table table) {
    String sequenceType =
        pipeline.records().stream()
            .filter(other -> other.table(table.name()).isPresent())
            .flatMap(other -> other.sequenceType().stream())
            .map(type -> type.sql())
            .findFirst()
            .orElse("");
    return new KindTable(
        kind,
        table,
        Identifier.qualified(schema, table.name()),
        staging.table(staging.rowTable(kind.name(), table.name())).sql(),
        kind.sequence().isPresent(),
        sequenceType,
        pipeline.hasStubs(table.name()),
        remembering.contains(table.name()));
  }

  private KindMerge kindMerge(RecordKind kind) {
    List<KindTable> own = List.copyOf(tables.get(kind.name()).values());
    KindTable root = tables.get(kind.name()).get(kind.root());
    List<ReferenceCheck> checks = referenceChecks(kind);
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
    return new KindMerge(
        kind,
        new KindChecks(checks, rules(kind, root), found, held),
        own.stream().map(table -> new Upsert(table, pipeline.name())).toList(),
        kind.delete()
            .map(
                deletion ->
                    new Deletions(
                        root, pipeline.name(), referrers(kind.root()), roots(kind.root()))));
  }

  private List<ReferenceCheck> referenceChecks(RecordKind kind) {
    List<ReferenceCheck> checks = new ArrayList<>();
    for (KindTable child : tables.get(kind.name()).values()) {
      for (Reference reference : child.table().references()) {
        KindTable parent = parent(kind, reference.table());
        if (!ReferenceCheck.isAlwaysPresent(child, reference, parent)) {
          checks.add(new ReferenceCheck(references++, child, reference, parent, pipeline.name()));
        }
      }
    }
    return checks;
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

  private List<Deletions.Referrer> referrers(String table) {
    Set<Deletions.Referrer> referrers = new LinkedHashSet<>();
    for (KindTable child : tables()) {
      for (Reference reference : child.table().references()) {
        if (reference.table().equals(table)) {
          referrers.add(
              new Deletions.Referrer(child.table().name(), child.target(), reference.columns()));
        }
      }
    }
    return List.copyOf(referrers);
  }

  private List<String> roots(String table) {
    return tables().stream()
        .filter(root -> root.root() && root.table().name().equals(table))
        .map(KindTable::staging)
        .toList();
  }
}
