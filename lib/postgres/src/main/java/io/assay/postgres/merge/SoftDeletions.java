package io.assay.postgres.merge;

import io.assay.postgres.TableOutcome;
import io.assay.postgres.merge.Census.KindCensus;
import java.sql.SQLException;
import java.util.Map;

/**
 * Deletions of root rows that stay, with the time of their deletion. What a row says and whether it
 * is deleted are kept apart, so that it does not matter which record comes first: a row is deleted
 * if a deletion is remembered that is newer than its version.
 */
final class SoftDeletions {
  private static final String MARK =
      """
      update ${target} t set assay_deleted_at = ${deleted-at}
      from (select distinct ${keys} from ${staging} s where ${deletions} and s._operation = 1) k
      where ${same-key} and ${differs}
      """;

  private static final String MARK_ALL =
      """
      update ${target} t set assay_deleted_at = ${deleted-at}
      from (
      ${truncation}
      ) r
      where ${removes} and ${differs}
      """;

  /** Deletions of this batch that are still remembered when its rows are merged. */
  private static final String APPLIED =
      """
      select d.topic, count(*)
      from assay.deleted d join ${staging} s on ${same-record}
      where ${of-table} and d.batch_id = ${batch} and ${deletions}
      group by d.topic
      """;

  private final KindTable root;
  private final DeletionRecord record;
  private final Sql mark;
  private final Sql markAll;
  private final Sql applied;

  SoftDeletions(KindTable root, String pipeline) {
    this.root = root;
    this.record = new DeletionRecord(root, pipeline);
    this.mark = fill(MARK, pipeline);
    this.markAll = fill(MARK_ALL, pipeline);
    this.applied = fill(APPLIED, pipeline);
  }

  /** Remembers the deletions and marks stored rows; runs before the kind's rows are merged. */
  void mark(Transaction transaction, KindCensus counted, BatchOutcome outcome) throws SQLException {
    record.remember(transaction, counted);
    long marked = transaction.update(mark);
    if (counted.truncations() > 0) {
      marked += transaction.update(markAll);
    }
    outcome.add(root.table().name(), new TableOutcome(0, marked, 0));
  }

  /** Counts the deletions that no row of the batch has outlived. */
  void count(Transaction transaction, BatchOutcome outcome) throws SQLException {
    for (Map.Entry<String, Long> counted :
        transaction.query(applied, row -> Map.entry(row.getString(1), row.getLong(2)))) {
      outcome.addApplied(counted.getKey(), counted.getValue());
    }
  }

  private Sql fill(String text, String pipeline) {
    String deletedAt = DeletionMemory.deletedAt(root, pipeline, "t", root.storedVersion("t"));
    return Sql.template(text)
        .with("target", root.target())
        .with("staging", root.staging())
        .with("deleted-at", deletedAt)
        .with("keys", root.keys("s"))
        .with("deletions", KindTable.deletions("s"))
        .with("same-key", root.sameKey("t", "k"))
        .with("truncation", DeletionRecord.truncation(root))
        .with("removes", DeletionRecord.removes(root, "r"))
        .with(
            "differs",
            "t.assay_deleted_at is distinct from coalesce(%s, t.assay_deleted_at)"
                .formatted(deletedAt))
        .with("of-table", DeletionMemory.of("d", pipeline, root.table().name()))
        .with("same-record", WorkTables.sameRecord("d", "s"))
        .sql();
  }
}
