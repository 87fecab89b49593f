package io.assay.postgres.merge;

import io.assay.model.RecordKind;
import io.assay.postgres.merge.Census.KindCensus;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All that one kind of record does in a batch: checks, then its tables in the order of their
 * references; deletions come later.
 */
final class KindMerge {
  /**
   * Staging has no statistics of its own. From so many records on, a join planned without any costs
   * more than a small sample.
   */
  private static final long STATISTICS_FROM = 2_000;

  private final RecordKind kind;
  private final KindChecks checks;
  private final List<Upsert> upserts;
  private final Optional<Deletions> deletions;

  KindMerge(
      RecordKind kind, KindChecks checks, List<Upsert> upserts, Optional<Deletions> deletions) {
    this.kind = kind;
    this.checks = checks;
    this.upserts = List.copyOf(upserts);
    this.deletions = deletions;
  }

  RecordKind kind() {
    return kind;
  }

  KindChecks checks() {
    return checks;
  }

  /** Checks the staged records and merges the rows of those that are not refused. */
  void merge(
      Transaction transaction, KindCensus census, Set<String> remembered, BatchOutcome outcome)
      throws SQLException {
    long refused = 0;
    if (census.records() >= STATISTICS_FROM && joins(census, remembered)) {
      analyze(transaction);
    }
    if (!checks.isEmpty()) {
      refused = checks.decide(transaction, outcome);
    }
    for (Upsert upsert : upserts) {
      Set<Upsert.With> with = EnumSet.noneOf(Upsert.With.class);
      if (refused > 0) {
        with.add(Upsert.With.REFUSALS);
      }
      if (remembered.contains(upsert.table().table().name())) {
        with.add(Upsert.With.MEMORY);
      }
      if (upsert.table().deletes() && census.deletions() > 0) {
        with.add(Upsert.With.REMOVALS);
        outcome.merge(transaction, upsert.table(), upsert.replaceRemoved());
      }
      outcome.merge(transaction, upsert.table(), upsert.merge(with));
    }
  }

  /** Applies the deletions, once the rows of all kinds are merged. */
  void delete(Transaction transaction, KindCensus census, BatchOutcome outcome)
      throws SQLException {
    if (deletions.isPresent() && census.deletions() > 0) {
      deletions.get().apply(transaction, checks.found(), outcome);
    }
  }

  private boolean joins(KindCensus census, Set<String> remembered) {
    return !checks.isEmpty()
        || census.deletions() > 0
        || upserts.stream().anyMatch(upsert -> remembered.contains(upsert.table().table().name()));
  }

  private void analyze(Transaction transaction) throws SQLException {
    transaction.execute("set local default_statistics_target = 10");
    transaction.execute(
        upserts.stream()
            .map(upsert -> upsert.table().staging())
            .collect(Collectors.joining(", ", "analyze ", "")));
    transaction.execute("reset default_statistics_target");
  }
}
