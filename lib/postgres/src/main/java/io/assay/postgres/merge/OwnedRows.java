package io.assay.postgres.merge;

import io.assay.model.RecordKind;
import io.assay.model.Table.Reference;
import io.assay.postgres.Identifier;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of one table that belong to records of one kind: they count only if their record's root
 * row won, and a new version of the record leaves none of the others.
 */
final class OwnedRows {
  private static final String STALE =
      """
      insert into assay_doomed (target, row, kind, topic, partition, record_offset, record_time, deletion, seed)
      select ${name}, t.ctid, ${kind}, w.topic, w.partition, w.record_offset, r.assay_time, false, true
      from assay_won w
      join ${staging} s on ${of-record} and ${of-batch}
      join ${root} r on ${same-key} and ${still}
      ${way}
      where w.kind = ${kind} and not w.inserted and not ${same-record}
      for update of t
      on conflict do nothing
      """;

  private OwnedRows() {}

  /** True where the record of a staged row has won. */
  static String won(RecordKind kind, String staged) {
    return "exists (select from assay_won won where won.kind = %s and %s)"
        .formatted(Identifier.literal(kind.name()), WorkTables.sameRecord("won", staged));
  }

  /** A further part of a statement: remembers which records won, where {@code merged} tells. */
  static String remember(RecordKind kind) {
    return """
        ,
        won as (
          insert into assay_won (kind, topic, partition, record_offset, inserted)
          select %s, topic, partition, record_offset, inserted from merged
        )"""
        .formatted(Identifier.literal(kind.name()));
  }

  /**
   * Marks the rows of a table that an older version of a record left.
   *
   * @param way the tables from the root's own child down to this one, each with the reference to
   *     the one before it
   */
  static Sql stale(KindTable root, List<KindTable> way, List<Reference> references) {
    List<String> joins = new ArrayList<>();
    String parent = "r";
    List<String> key = root.table().key();
    for (int i = 0; i < way.size(); i++) {
      String alias = i == way.size() - 1 ? "t" : "o" + i;
      joins.add(
          "join %s %s on %s"
              .formatted(
                  way.get(i).target(),
                  alias,
                  KindTable.equal(alias, references.get(i).columns(), parent, key)));
      parent = alias;
      key = way.get(i).table().key();
    }
    return Sql.template(STALE)
        .with("name", Identifier.literal(way.get(way.size() - 1).table().name()))
        .with("kind", Identifier.literal(root.kind().name()))
        .with("staging", root.staging())
        .with("of-record", WorkTables.sameRecord("w", "s"))
        .with("of-batch", KindTable.ofBatch("s"))
        .with("root", root.target())
        .with("same-key", root.sameKey("r", "s"))
        .with("still", Version.staged("s", 0).sameRecord(Version.stored("r", 0)))
        .with("way", String.join("\n", joins))
        .with("same-record", Version.stored("t", 0).sameRecord(Version.stored("r", 0)))
        .sql();
  }
}
