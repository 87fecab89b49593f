package io.assay.postgres.merge;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Kinds that are merged together: one as a rule, several where tables refer to each other in a
 * circle. All of their records are checked, then all of their rows are merged in the order of the
 * references.
 */
final class MergeGroup {
  private final List<KindMerge> kinds;
  private final List<String> tables;

  /**
   * A group.
   *
   * @param tables all tables of the pipeline, parents first
   */
  MergeGroup(List<KindMerge> kinds, List<String> tables) {
    this.kinds = List.copyOf(kinds);
    this.tables = List.copyOf(tables);
  }

  List<KindMerge> kinds() {
    return kinds;
  }

  /** Checks the staged records and merges the rows of those that are not refused. */
  void merge(Transaction transaction, Census counted, BatchOutcome outcome) throws SQLException {
    List<KindMerge.Part> parts = new ArrayList<>();
    for (KindMerge kind : kinds) {
      if (counted.has(kind.kind())) {
        parts.add(kind.in(counted));
      }
    }
    for (KindMerge.Part part : parts) {
      part.prepare(transaction);
    }
    decide(transaction, parts, outcome);
    if (parts.size() == 1) {
      for (Upsert upsert : parts.get(0).upserts()) {
        parts.get(0).merge(transaction, upsert, outcome);
      }
      return;
    }
    for (String table : tables) {
      for (KindMerge.Part part : parts) {
        for (Upsert upsert : part.upserts()) {
          if (upsert.table().table().name().equals(table)) {
            part.merge(transaction, upsert, outcome);
          }
        }
      }
    }
  }

  /**
   * What is refused may leave orphans among the others, so references are looked at until nothing
   * more is refused.
   */
  private static void decide(
      Transaction transaction, List<KindMerge.Part> parts, BatchOutcome outcome)
      throws SQLException {
    long refused = 0;
    for (KindMerge.Part part : parts) {
      part.checks().decide(transaction, part.decision(), outcome);
      refused += part.decision().refused();
    }
    long before = 0;
    while (refused > before) {
      before = refused;
      refused = 0;
      for (KindMerge.Part part : parts) {
        part.checks().refuseNewOrphans(transaction, part.decision());
        refused += part.decision().refused();
      }
    }
    for (KindMerge.Part part : parts) {
      part.checks().settle(transaction, part.decision(), outcome);
    }
  }
}
