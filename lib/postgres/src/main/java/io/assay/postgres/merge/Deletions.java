package io.assay.postgres.merge;

import io.assay.model.RecordKind;
import io.assay.postgres.Identifier;
import io.assay.postgres.merge.Census.KindCensus;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The deletions of root rows that the records of one kind ask for: of one row, or of all that are
 * older.
 */
final class Deletions {
  private static final String DOOM =
      """
      insert into assay_doomed (target, row, kind, topic, partition, record_offset, record_time, deletion, seed)
      select ${table}, t.ctid, ${kind}, r._topic, r._partition, r._offset, r._timestamp, true, true
      from (
      ${removals}
      ) r join ${target} t on ${same-key}
      where ${removes}
      for update of t
      on conflict do nothing
      """;

  private static final String DOOM_ALL =
      """
      insert into assay_doomed (target, row, kind, topic, partition, record_offset, record_time, deletion, seed)
      select ${table}, t.ctid, ${kind}, r._topic, r._partition, r._offset, r._timestamp, true, true
      from (
      ${truncation}
      ) r join ${target} t on ${removes}
      for update of t
      on conflict do nothing
      """;

  /** Rows that this very batch brought: with the deletion after it, their version is superseded. */
  private static final String UNDONE =
      """
      select t.assay_topic, count(*)
      from assay_doomed d join ${target} t on t.ctid = d.row
      where d.target = ${table} and d.kind = ${kind} and d.seed and t.assay_batch = ${batch} and (${brought})
      group by t.assay_topic
      """;

  private final KindTable root;
  private final FoundRecords found;
  private final Sql doom;
  private final Sql doomAll;
  private final DeletionRecord record;
  private final Sql undone;

  private record Counted(String topic, long records) {}

  /**
   * For one kind.
   *
   * @param found where findings about its records go
   * @param roots all staging tables of records whose root table this is
   */
  Deletions(KindTable root, String pipeline, FoundRecords found, List<String> roots) {
    this.root = root;
    this.found = found;
    this.doom = fill(DOOM, "r", roots);
    this.doomAll = fill(DOOM_ALL, "r", roots);
    this.record = new DeletionRecord(root, pipeline);
    this.undone = fill(UNDONE, "r", roots);
  }

  RecordKind kind() {
    return root.kind();
  }

  String table() {
    return root.table().name();
  }

  /** Dooms the root rows that are older than a deletion. */
  long doom(Transaction transaction, KindCensus counted) throws SQLException {
    long doomed = transaction.update(doom);
    return counted.truncations() > 0 ? doomed + transaction.update(doomAll) : doomed;
  }

  /** Quarantines deletions of rows that others keep. */
  void refuse(Transaction transaction, List<FaultyRecord> records) throws SQLException {
    FaultyRecords.tell(transaction, records);
    found.refuse(transaction);
  }

  /** Counts the deletions, before the rows are gone, and remembers them. */
  void remember(Transaction transaction, KindCensus counted, BatchOutcome outcome)
      throws SQLException {
    for (Counted removed :
        transaction.query(undone, row -> new Counted(row.getString(1), row.getLong(2)))) {
      outcome.addApplied(removed.topic(), -removed.records());
    }
    record.remember(transaction, counted).forEach(outcome::addApplied);
  }

  private Sql fill(String text, String removal, List<String> roots) {
    String brought =
        roots.stream()
            .map(
                staging ->
                    "exists (select from %s s where %s and %s)"
                        .formatted(
                            staging,
                            KindTable.ofBatch("s"),
                            Version.staged("s", 0).sameRecord(Version.stored("t", 0))))
            .collect(Collectors.joining(" or "));
    return Sql.template(text)
        .with("removals", NewestRows.removals(root))
        .with("truncation", DeletionRecord.truncation(root))
        .with("target", root.target())
        .with("same-key", root.sameKey("t", removal))
        .with("removes", DeletionRecord.removes(root, removal))
        .with("brought", brought)
        .with("table", Identifier.literal(root.table().name()))
        .with("kind", Identifier.literal(root.kind().name()))
        .sql();
  }
}
