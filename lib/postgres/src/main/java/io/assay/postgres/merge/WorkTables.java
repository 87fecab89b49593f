package io.assay.postgres.merge;

import java.sql.SQLException;
import java.util.List;

/**
 * Temporary tables of the session in which a transaction keeps what it finds. They are empty
 * outside of transactions, and a batch in which nothing is found does not touch them.
 */
final class WorkTables {
  private static final String RECORD =
      "topic text not null, partition integer not null, record_offset bigint not null";

  private WorkTables() {}

  static List<String> statements() {
    return List.of(
        // Records that give no rows. fate: quarantined or held.
        "create temporary table assay_refused (%s, record_time timestamptz not null, kind text not null, fate text not null, primary key (topic, partition, record_offset)) on commit delete rows"
            .formatted(RECORD),
        // What stored rules and references found.
        "create temporary table assay_found (%s, record_time timestamptz not null, kind text not null, rule text not null, severity text not null, field text, value text, message text) on commit delete rows"
            .formatted(RECORD),
        // Staged rows without a parent. stubbed: a stub stands in for the parent; waits: the record
        // is to be held.
        "create temporary table assay_orphan (reference integer not null, %s, record_time timestamptz not null, key text[] not null, stubbed boolean not null, waits boolean not null default false) on commit delete rows"
            .formatted(RECORD),
        // Records whose root row this batch wrote. inserted: there was none before.
        "create temporary table assay_won (kind text not null, %s, inserted boolean not null) on commit delete rows"
            .formatted(RECORD),
        // Rows to be deleted, each with the record that wants it so. deletion: the record deletes
        // its root row; otherwise it is a new version. seed: the record names the row; otherwise it
        // goes with another one.
        "create temporary table assay_doomed (target text not null, row tid not null, kind text not null, %s, record_time timestamptz not null, deletion boolean not null, seed boolean not null, primary key (target, row)) on commit delete rows"
            .formatted(RECORD),
        // All staged records in one line, when one of them is at fault and has to be found.
        "create temporary table assay_candidate (place bigint primary key, kind text not null, %s, record_time timestamptz not null) on commit delete rows"
            .formatted(RECORD),
        // Held records that this batch took back.
        "create temporary table assay_released (%s, held_at timestamptz not null, waits_for text not null, deadline timestamptz not null, primary key (topic, partition, record_offset)) on commit delete rows"
            .formatted(RECORD),
        // Records in quarantine that this batch took back. outcome: what became of those that are
        // staged.
        "create temporary table assay_requeued (%s, outcome text, primary key (topic, partition, record_offset)) on commit delete rows"
            .formatted(RECORD));
  }

  /** Empties the tables that say what was found. */
  static void forgetFindings(Transaction transaction) throws SQLException {
    for (String table :
        List.of("assay_refused", "assay_found", "assay_orphan", "assay_won", "assay_doomed")) {
      transaction.execute("delete from " + table);
    }
  }

  /** True where the staged row's record is refused. */
  static String refused(String staged) {
    return "exists (select from assay_refused refused where " + sameRecord("refused", staged) + ")";
  }

  /** True where a row of a work table and a staged row are of the same record. */
  static String sameRecord(String work, String staged) {
    return "%1$s.topic = %2$s._topic and %1$s.partition = %2$s._partition and %1$s.record_offset = %2$s._offset"
        .formatted(work, staged);
  }

  /** True where rows of two work tables, or of the ledger, are of the same record. */
  static String sameCoordinates(String left, String right) {
    return "%1$s.topic = %2$s.topic and %1$s.partition = %2$s.partition and %1$s.record_offset = %2$s.record_offset"
        .formatted(left, right);
  }
}
