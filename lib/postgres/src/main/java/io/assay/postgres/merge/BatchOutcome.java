package io.assay.postgres.merge;

import io.assay.postgres.RuleKey;
import io.assay.postgres.TableOutcome;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Adds up what the steps of a batch did. Not thread-safe. */
final class BatchOutcome {
  private final Map<String, Long> applied = new HashMap<>();
  private final Map<String, TableOutcome> tables = new TreeMap<>();
  private final Set<String> replaced = new TreeSet<>();
  private final Map<RuleKey, Long> nanos = new HashMap<>();
  private boolean found;

  /** How many rows one statement inserted and updated, of the records of one topic. */
  record MergedRows(String topic, long inserted, long updated) {}

  /** Runs a statement that merges rows, adds what it did, and gives how many rows it wrote. */
  long merge(Transaction transaction, KindTable table, Sql merge) throws SQLException {
    long written = 0;
    List<MergedRows> merged =
        transaction.query(
            merge, row -> new MergedRows(row.getString(1), row.getLong(2), row.getLong(3)));
    add(table.table().name(), TableOutcome.NONE);
    for (MergedRows rows : merged) {
      add(table.table().name(), new TableOutcome(rows.inserted(), rows.updated(), 0));
      if (table.root()) {
        addApplied(rows.topic(), rows.inserted() + rows.updated());
        if (rows.updated() > 0) {
          replaced.add(table.kind().name());
        }
      }
      written += rows.inserted() + rows.updated();
    }
    return written;
  }

  /**
   * Adds that all staged rows of a table were inserted.
   *
   * @param records by topic
   */
  void inserted(KindTable table, long rows, Map<String, Long> records) {
    add(table.table().name(), new TableOutcome(rows, 0, 0));
    if (table.root()) {
      records.forEach(this::addApplied);
    }
  }

  /** The kinds of which some record took the place of a stored version. */
  Set<String> replaced() {
    return replaced;
  }

  /** The statements of a rule. */
  @FunctionalInterface
  interface Timed {
    long run() throws SQLException;
  }

  /** Runs statements of a rule, and adds the time that they take. */
  long timed(String kind, String rule, Timed statements) throws SQLException {
    long begin = System.nanoTime();
    long result = statements.run();
    nanos.merge(new RuleKey(kind, rule), System.nanoTime() - begin, Long::sum);
    return result;
  }

  /** What rules over other rows took, in nanoseconds. */
  Map<RuleKey, Long> nanos() {
    return nanos;
  }

  /** Something was found about some record. */
  void found() {
    found = true;
  }

  boolean anyFound() {
    return found;
  }

  void add(String table, TableOutcome outcome) {
    tables.merge(table, outcome, TableOutcome::plus);
  }

  void addApplied(String topic, long records) {
    applied.merge(topic, records, Long::sum);
  }

  long applied(String topic) {
    return applied.getOrDefault(topic, 0L);
  }

  Map<String, TableOutcome> tables() {
    return tables;
  }
}
