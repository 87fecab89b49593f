package io.assay.postgres.merge;

import io.assay.postgres.merge.DoomedRows.Blocked;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that leaves the tables in a batch, after all rows of the batch are merged: root rows that
 * records delete, rows that a new version of their record no longer has, and what goes with either.
 * A record whose deletion another row keeps from happening is quarantined.
 */
final class Removals {
  private final List<Deletions> deletions;
  private final Map<String, Map<String, Sql>> stale;
  private final DoomedRows doomed;

  /**
   * The removals of a pipeline.
   *
   * @param deletions of the kinds whose records can delete
   * @param stale by kind and table, what finds rows that an older version left
   */
  Removals(List<Deletions> deletions, Map<String, Map<String, Sql>> stale, DoomedRows doomed) {
    this.deletions = List.copyOf(deletions);
    this.stale = new LinkedHashMap<>(stale);
    this.doomed = doomed;
  }

  /**
   * Removes them.
   *
   * @throws RefusedLate naming new versions that lack a row which others keep
   */
  void apply(Transaction transaction, Census counted, BatchOutcome outcome)
      throws SQLException, RefusedLate {
    List<Deletions> present =
        deletions.stream().filter(each -> counted.of(each.kind()).deletions() > 0).toList();
    if (present.isEmpty() && outcome.replaced().isEmpty()) {
      return;
    }
    boolean any = doom(transaction, present, counted, outcome.replaced());
    while (any) {
      List<Blocked> blocked = doomed.blocked(transaction);
      if (blocked.isEmpty()) {
        break;
      }
      refuse(transaction, blocked, outcome);
      transaction.execute("delete from assay_doomed");
      any = doom(transaction, present, counted, outcome.replaced());
    }
    for (Deletions each : present) {
      each.remember(transaction, counted.of(each.kind()), outcome);
    }
    if (any) {
      doomed.delete(transaction, outcome);
    }
  }

  private boolean doom(
      Transaction transaction, List<Deletions> present, Census counted, Set<String> replaced)
      throws SQLException {
    Set<String> tables = new LinkedHashSet<>();
    for (Deletions each : present) {
      if (each.doom(transaction, counted.of(each.kind())) > 0) {
        tables.add(each.table());
      }
    }
    for (String kind : replaced) {
      for (Map.Entry<String, Sql> table : stale.getOrDefault(kind, Map.of()).entrySet()) {
        if (transaction.update(table.getValue()) > 0) {
          tables.add(table.getKey());
        }
      }
    }
    doomed.spread(transaction, tables);
    return !tables.isEmpty();
  }

  private void refuse(Transaction transaction, List<Blocked> blocked, BatchOutcome outcome)
      throws SQLException, RefusedLate {
    List<FaultyRecord> late =
        blocked.stream().filter(each -> !each.deletion()).map(Blocked::fault).toList();
    if (!late.isEmpty()) {
      throw new RefusedLate(late);
    }
    outcome.found();
    for (Deletions each : deletions) {
      List<FaultyRecord> refused =
          blocked.stream()
              .filter(one -> one.kind().equals(each.kind().name()))
              .map(Blocked::fault)
              .toList();
      if (!refused.isEmpty()) {
        each.refuse(transaction, refused);
      }
    }
  }
}
