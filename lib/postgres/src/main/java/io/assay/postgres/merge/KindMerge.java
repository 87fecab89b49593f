package io.assay.postgres.merge;

import io.assay.model.RecordKind;
import io.assay.postgres.Dimension;
import io.assay.postgres.merge.Census.KindCensus;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** One kind of record in a batch: its checks, and the rows that it brings into its tables. */
final class KindMerge {
  /**
   * Staging has no statistics of its own. From so many records on, a join planned without any costs
   * more than a small sample.
   */
  private static final long STATISTICS_FROM = 2_000;

  private final RecordKind kind;
  private final KindChecks checks;
  private final List<Upsert> upserts;
  private final Optional<SoftDeletions> softDeletions;

  /**
   * One kind.
   *
   * @param softDeletions those of its root, if its rows stay when they are deleted
   */
  KindMerge(
      RecordKind kind,
      KindChecks checks,
      List<Upsert> upserts,
      Optional<SoftDeletions> softDeletions) {
    this.kind = kind;
    this.checks = checks;
    this.upserts = List.copyOf(upserts);
    this.softDeletions = softDeletions;
  }

  RecordKind kind() {
    return kind;
  }

  KindChecks checks() {
    return checks;
  }

  List<Upsert> upserts() {
    return upserts;
  }

  /**
   * The tables to which many records bring the same rows, and of which the newest version of each
   * is enough, because nothing stored decides whether a record of the kind is refused.
   */
  List<Dimension> dimensions() {
    if (!checks.isEmpty()) {
      return List.of();
    }
    return upserts.stream()
        .map(Upsert::table)
        .filter(table -> !table.root() && !table.owned() && !table.table().hasHistory())
        .map(table -> new Dimension(kind.name(), table.table().name()))
        .toList();
  }

  /** The kind's part in one batch. */
  Part in(Census counted) {
    return new Part(counted.of(kind), counted.remembered());
  }

  /** What one batch holds of the kind, and what has become of it so far. */
  final class Part {
    private final KindCensus census;
    private final Set<String> remembered;
    private final KindChecks.Decision decision = new KindChecks.Decision();
    private long won;

    private Part(KindCensus census, Set<String> remembered) {
      this.census = census;
      this.remembered = remembered;
    }

    KindChecks.Decision decision() {
      return decision;
    }

    KindChecks checks() {
      return checks;
    }

    List<Upsert> upserts() {
      return upserts;
    }

    /** Gives staging statistics, where that pays. */
    void prepare(Transaction transaction) throws SQLException {
      if (census.records() >= STATISTICS_FROM && joins()) {
        analyze(transaction);
      }
    }

    /** Merges the rows of one table. */
    void merge(Transaction transaction, Upsert upsert, BatchOutcome outcome) throws SQLException {
      KindTable table = upsert.table();
      Set<Upsert.With> with = EnumSet.noneOf(Upsert.With.class);
      if (decision.refused() > 0) {
        with.add(Upsert.With.REFUSALS);
      }
      if (table.soft() || remembered.contains(table.table().name())) {
        with.add(Upsert.With.MEMORY);
      }
      if (table.owned() && won < census.records() - census.deletions()) {
        with.add(Upsert.With.LOSERS);
      }
      boolean deletes = table.deletes() && census.deletions() > 0;
      long written = 0;
      if (deletes && !table.table().hasHistory()) {
        with.add(Upsert.With.REMOVALS);
        if (census.truncations() > 0) {
          with.add(Upsert.With.TRUNCATIONS);
        }
        if (softDeletions.isPresent()) {
          softDeletions.get().mark(transaction, census, outcome);
        } else {
          written += outcome.merge(transaction, table, upsert.replaceRemoved(with));
        }
      }
      boolean held = upsert.references().hold(transaction, census.records());
      if (held) {
        transaction.execute("set local session_replication_role = replica");
      }
      written += write(transaction, upsert, with, outcome);
      if (held) {
        transaction.execute("set local session_replication_role = origin");
      }
      if (deletes && softDeletions.isPresent()) {
        softDeletions.get().count(transaction, outcome);
      }
      if (table.root()) {
        won = written;
      }
    }

    private long write(
        Transaction transaction, Upsert upsert, Set<Upsert.With> with, BatchOutcome outcome)
        throws SQLException {
      KindTable table = upsert.table();
      if (with.isEmpty() && census.deletions() == 0) {
        OptionalLong inserted = upsert.insert(transaction, census.records());
        if (inserted.isPresent()) {
          outcome.inserted(table, inserted.getAsLong(), census.topics());
          return inserted.getAsLong();
        }
      }
      return outcome.merge(transaction, table, upsert.merge(with));
    }

    private boolean joins() {
      return !checks.isEmpty()
          || census.deletions() > 0
          || upserts.stream()
              .anyMatch(
                  upsert ->
                      upsert.table().owned() || remembered.contains(upsert.table().table().name()));
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
}
