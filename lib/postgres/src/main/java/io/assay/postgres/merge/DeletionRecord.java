package io.assay.postgres.merge;

import io.assay.postgres.Identifier;
import io.assay.postgres.merge.Census.KindCensus;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes down, in {@code assay.deleted}, which deletions the records of one kind ask for: the
 * newest of each key, and the newest of all rows.
 */
final class DeletionRecord {
  private static final String REMEMBER =
      """
      with removal as (
      ${removals}
      ),
      remembered as (
        insert into assay.deleted as d (pipeline, table_name, key, topic, partition, record_offset, record_time, sequence, batch_id)
        select ${pipeline}, ${table}, ${key}, r._topic, r._partition, r._offset, r._timestamp, ${sequence}, ${batch}
        from removal r
        where ${counts}
        on conflict (pipeline, table_name, key) do update set
          topic = excluded.topic, partition = excluded.partition, record_offset = excluded.record_offset,
          record_time = excluded.record_time, sequence = excluded.sequence, batch_id = excluded.batch_id,
          remembered_at = excluded.remembered_at
        where ${newer}
        returning d.topic
      )
      select topic, count(*) from remembered group by topic
      """;

  /** The newest deletion of all rows. */
  private static final String TRUNCATION =
      """
      select s.* from ${staging} s
      where ${of-batch} and s._operation = 2 and not ${refused}
      order by ${sequence}s._timestamp desc, s._topic collate "C" desc, s._partition desc, s._offset desc
      limit 1""";

  private final Sql single;
  private final Sql all;

  DeletionRecord(KindTable root, String pipeline) {
    String counts =
        "not exists (select from %s t where %s and not (%s))"
            .formatted(root.target(), root.sameKey("t", "r"), removes(root, "r"));
    this.single = text(root, pipeline, NewestRows.removals(root), root.keyText("r"), counts);
    this.all = text(root, pipeline, truncation(root), "'{}'::text[]", "true");
  }

  /**
   * Remembers the deletions that are newer than the stored row, and than what is remembered; gives
   * how many, by topic.
   */
  Map<String, Long> remember(Transaction transaction, KindCensus counted) throws SQLException {
    Map<String, Long> remembered = new HashMap<>();
    add(transaction, single, remembered);
    if (counted.truncations() > 0) {
      add(transaction, all, remembered);
    }
    return remembered;
  }

  /** The newest deletion of all rows in the batch. */
  static String truncation(KindTable root) {
    return Sql.template(TRUNCATION)
        .with("staging", root.staging())
        .with("of-batch", KindTable.ofBatch("s"))
        .with("refused", WorkTables.refused("s"))
        .with(
            "sequence",
            root.stagedVersion("s").sequence().stream()
                .map(field -> field + " desc nulls last, ")
                .collect(Collectors.joining()))
        .sql()
        .toString();
  }

  /**
   * Whether a deletion comes after the stored row {@code t}; a stub comes before everything.
   *
   * @param deletion alias of a staged row
   */
  static String removes(KindTable root, String deletion) {
    String later = "not " + root.storedVersion("t").outlives(root.stagedVersion(deletion));
    return root.stubs() ? "(t.assay_stub or " + later + ")" : later;
  }

  private static void add(Transaction transaction, Sql sql, Map<String, Long> remembered)
      throws SQLException {
    for (Map.Entry<String, Long> counted :
        transaction.query(sql, row -> Map.entry(row.getString(1), row.getLong(2)))) {
      remembered.merge(counted.getKey(), counted.getValue(), Long::sum);
    }
  }

  private static Sql text(
      KindTable root, String pipeline, String removals, String key, String counts) {
    return Sql.template(REMEMBER)
        .with("removals", removals)
        .with("pipeline", Identifier.literal(pipeline))
        .with("table", Identifier.literal(root.table().name()))
        .with("key", key)
        .with("sequence", root.stagedVersion("r").sequenceText())
        .with("counts", counts)
        .with("newer", newer(root.deletedVersion("excluded"), root.deletedVersion("d")))
        .sql();
  }

  /** A deletion with a sequence says more than one without. */
  private static String newer(Version coming, Version known) {
    return "case when %1$s <> %2$s then %2$s else %3$s end"
        .formatted(coming.hasNoSequence(), known.hasNoSequence(), coming.newerThan(known));
  }
}
