package io.assay.postgres.merge;

import io.assay.model.RecordKind;
import io.assay.postgres.Identifier;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/** The deletions of root rows that the records of one kind ask for. */
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

  private static final String REMEMBER =
      """
      with removal as (
      ${removals}
      ),
      remembered as (
        insert into assay.deleted as d (pipeline, table_name, key, topic, partition, record_offset, record_time, batch_id)
        select ${pipeline}, ${table}, ${key}, r._topic, r._partition, r._offset, r._timestamp, ${batch}
        from removal r
        where not exists (select from ${target} t where ${same-key} and not (${removes}))
        on conflict (pipeline, table_name, key) do update set
          topic = excluded.topic, partition = excluded.partition, record_offset = excluded.record_offset,
          record_time = excluded.record_time, batch_id = excluded.batch_id
        where ${newer}
        returning d.topic
      )
      select topic, count(*) from remembered group by topic
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
  private final Sql remember;
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
    this.doom = fill(DOOM, "r", pipeline, roots);
    this.remember = fill(REMEMBER, "r", pipeline, roots);
    this.undone = fill(UNDONE, "r", pipeline, roots);
  }

  RecordKind kind() {
    return root.kind();
  }

  String table() {
    return root.table().name();
  }

  /** Dooms the root rows that are older than a deletion. */
  long doom(Transaction transaction) throws SQLException {
    return transaction.update(doom);
  }

  /** Quarantines deletions of rows that others keep. */
  void refuse(Transaction transaction, List<FaultyRecord> records) throws SQLException {
    FaultyRecords.tell(transaction, records);
    found.refuse(transaction);
  }

  /** Counts the deletions, before the rows are gone, and remembers them. */
  void remember(Transaction transaction, BatchOutcome outcome) throws SQLException {
    for (Counted removed : counted(transaction, undone)) {
      outcome.addApplied(removed.topic(), -removed.records());
    }
    for (Counted applied : counted(transaction, remember)) {
      outcome.addApplied(applied.topic(), applied.records());
    }
  }

  private static List<Counted> counted(Transaction transaction, Sql sql) throws SQLException {
    return transaction.query(sql, row -> new Counted(row.getString(1), row.getLong(2)));
  }

  private Sql fill(String text, String removal, String pipeline, List<String> roots) {
    Version coming = Version.deleted("excluded");
    String brought =
        roots.stream()
            .map(
                staging ->
                    "exists (select from %s s where %s and %s)"
                        .formatted(
                            staging,
                            KindTable.ofBatch("s"),
                            Version.staged("s", false).sameRecord(Version.stored("t", false))))
            .collect(Collectors.joining(" or "));
    return Sql.template(text)
        .with("removals", NewestRows.removals(root))
        .with("target", root.target())
        .with("same-key", root.sameKey("t", removal))
        .with("removes", removes(removal))
        .with("brought", brought)
        .with("pipeline", Identifier.literal(pipeline))
        .with("table", Identifier.literal(root.table().name()))
        .with("kind", Identifier.literal(root.kind().name()))
        .with("key", root.keyText(removal))
        .with("newer", coming.laterThan(Version.deleted("d")))
        .sql();
  }

  /** Whether the deletion comes after the stored row; a stub comes before everything. */
  private String removes(String deletion) {
    String later = Version.staged(deletion, false).laterThan(Version.stored("t", false));
    return root.stubs() ? "(t.assay_stub or " + later + ")" : later;
  }
}
