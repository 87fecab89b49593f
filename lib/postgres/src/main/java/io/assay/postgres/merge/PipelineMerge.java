package io.assay.postgres.merge;

import io.assay.model.Pipeline;
import io.assay.postgres.staging.StagingLayout;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The staged rows of all kinds: counted, and brought into the target tables. */
final class PipelineMerge {
  private final List<MergeGroup> groups;
  private final List<KindMerge> kinds;
  private final Removals removals;
  private final List<HistoryTimes> histories;
  private final Map<String, Sql> sweeps;
  private final boolean circular;
  private final List<KindTable> tables;
  private final Sql census;
  private final StagingLayout staging;

  PipelineMerge(Pipeline pipeline, StagingLayout staging, String schema) {
    BatchPlan plan = new BatchPlan(pipeline, staging, schema);
    this.groups = plan.groups();
    this.kinds = groups.stream().flatMap(group -> group.kinds().stream()).toList();
    this.removals = plan.removals();
    this.histories = plan.histories();
    this.sweeps = plan.sweeps();
    this.circular = plan.isCircular();
    this.tables = plan.tables();
    this.census = plan.census();
    this.staging = staging;
  }

  /** The kinds, parents first. */
  List<KindMerge> kinds() {
    return kinds;
  }

  /** Every table as every kind fills it. */
  List<KindTable> tables() {
    return tables;
  }

  Census census(Transaction transaction) throws SQLException {
    return Census.take(transaction, census);
  }

  /**
   * Rows parents first, then what leaves the tables, children first. References in a circle are
   * checked when all is done.
   *
   * @throws RefusedLate if some records cannot be merged after all
   */
  void merge(Transaction transaction, Census counted, BatchOutcome outcome)
      throws SQLException, RefusedLate {
    if (circular) {
      transaction.execute("set constraints all deferred");
    }
    for (MergeGroup group : groups) {
      group.merge(transaction, counted, outcome);
    }
    removals.apply(transaction, counted, outcome);
    for (HistoryTimes history : histories) {
      if (counted.has(history.kind())) {
        history.settle(transaction, counted.of(history.kind()), outcome);
      }
    }
    for (String table : counted.expired()) {
      transaction.update(sweeps.get(table));
    }
    if (circular) {
      transaction.execute("set constraints all immediate");
    }
  }

  /** The staging tables that hold the rows and the records of a kind, qualified. */
  List<String> staging(KindMerge kind) {
    String name = kind.kind().name();
    List<String> names = new ArrayList<>();
    kind.kind()
        .tables()
        .forEach(table -> names.add(staging.table(staging.rowTable(name, table.name())).sql()));
    if (kind.kind().holds()) {
      names.add(staging.table(staging.recordTable(name)).sql());
    }
    return names;
  }

  /** The staging table of a kind's root rows, qualified. */
  String rootStaging(KindMerge kind) {
    return staging.table(staging.rowTable(kind.kind().name(), kind.kind().root())).sql();
  }

  /** The staging tables that hold rows of the batch. */
  List<String> staging(Census counted, RefusedRecords.Refused refused) {
    List<String> names = new ArrayList<>();
    kinds.stream()
        .filter(kind -> counted.has(kind.kind()))
        .forEach(kind -> names.addAll(staging(kind)));
    if (!refused.staged().isEmpty()) {
      names.add(staging.table(staging.quarantineTable()).sql());
    }
    if (counted.findings()) {
      names.add(staging.table(staging.findingTable()).sql());
    }
    return names;
  }
}
