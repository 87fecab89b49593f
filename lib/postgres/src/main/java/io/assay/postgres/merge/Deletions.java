package io.assay.postgres.merge;

import io.assay.model.RecordKind;
import io.assay.postgres.Identifier;
import io.assay.postgres.TableOutcome;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The deletions of one kind, after all rows of the batch are merged: children before parents, so
 * that a parent whose children go in the same batch can go too. A row that another table refers to
 * stays, and its deletion is quarantined.
 */
final class Deletions {
  private static final String REFERENCED =
      """
      ${insert}from ${staging} s join ${target} t on ${same-key}
      where ${of-batch} and s._operation = 1 and ${removes}
        and exists (select from ${child} c where ${refers})
      """;

  private static final String APPLY =
      """
      with removal as (
      ${removals}
      ),
      gone as (
        delete from ${target} t using removal r
        where ${same-key} and ${removes}
        returning t.assay_topic as topic, (t.assay_batch = ${batch} and (${brought})) as brought
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
      select 'applied', topic, count(*) from remembered group by topic
      union all
      select case when brought then 'undone' else 'gone' end, topic, count(*) from gone group by brought, topic
      """;

  private final KindTable root;
  private final List<Sql> referenced = new ArrayList<>();
  private final Sql apply;

  /** A reference that keeps rows of the root table from being deleted. */
  record Referrer(String table, String target, List<String> columns) {}

  private record Removed(String what, String topic, long rows) {}

  /**
   * For one kind.
   *
   * @param roots all staging tables of records whose root table this is
   */
  Deletions(KindTable root, String pipeline, List<Referrer> referrers, List<String> roots) {
    this.root = root;
    referrers.forEach(referrer -> referenced.add(referencedText(referrer)));
    this.apply = applyText(pipeline, roots);
  }

  RecordKind kind() {
    return root.kind();
  }

  /** Refuses what must stay and deletes the rest. */
  void apply(Transaction transaction, FoundRecords found, BatchOutcome outcome)
      throws SQLException {
    long refused = 0;
    for (Sql statement : referenced) {
      refused += transaction.update(statement);
    }
    if (refused > 0) {
      outcome.found();
      found.refuse(transaction);
    }
    for (Removed removed :
        transaction.query(
            apply, row -> new Removed(row.getString(1), row.getString(2), row.getLong(3)))) {
      switch (removed.what()) {
        case "applied" -> outcome.addApplied(removed.topic(), removed.rows());
        case "undone" -> {
          // A version that this very batch brought: with the deletion after it, it is superseded.
          outcome.addApplied(removed.topic(), -removed.rows());
          outcome.add(root.table().name(), new TableOutcome(0, 0, removed.rows()));
        }
        default -> outcome.add(root.table().name(), new TableOutcome(0, 0, removed.rows()));
      }
    }
  }

  private Sql referencedText(Referrer referrer) {
    String field = Identifier.literal(String.join(", ", root.table().key()));
    String value = "left(array_to_string(" + root.keyText("t") + ", ', '), 200)";
    return Sql.template(REFERENCED)
        .with(
            "insert",
            """
            insert into assay_found (topic, partition, record_offset, record_time, kind, rule, severity, field, value, message)
            select s._topic, s._partition, s._offset, s._timestamp, %s, %s, 'reject', %s, %s, %s
            """
                .formatted(
                    Identifier.literal(root.kind().name()),
                    Identifier.literal("referenced-by-" + referrer.table()),
                    field,
                    value,
                    Identifier.literal("rows of " + referrer.table() + " refer to the row")))
        .with("staging", root.staging())
        .with("target", root.target())
        .with("same-key", root.sameKey("t", "s"))
        .with("of-batch", KindTable.ofBatch("s"))
        .with("removes", removes("s"))
        .with("child", referrer.target())
        .with("refers", KindTable.equal("c", referrer.columns(), "t", root.table().key()))
        .sql();
  }

  private Sql applyText(String pipeline, List<String> roots) {
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
    return Sql.template(APPLY)
        .with("removals", NewestRows.removals(root))
        .with("target", root.target())
        .with("same-key", root.sameKey("t", "r"))
        .with("removes", removes("r"))
        .with("brought", brought)
        .with("pipeline", Identifier.literal(pipeline))
        .with("table", Identifier.literal(root.table().name()))
        .with("key", root.keyText("r"))
        .with("newer", coming.laterThan(Version.deleted("d")))
        .sql();
  }

  /** Whether the deletion comes after the stored row; a stub comes before everything. */
  private String removes(String deletion) {
    String later = Version.staged(deletion, false).laterThan(Version.stored("t", false));
    return root.stubs() ? "(t.assay_stub or " + later + ")" : later;
  }
}
