package io.assay.postgres.merge;

import io.assay.model.Table.OnDelete;
import io.assay.postgres.Identifier;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A reference between two tables, and what it does when rows of the parent are doomed: in {@code
 * assay_doomed}, to be deleted.
 *
 * @param child the table that refers
 * @param columns its columns, in the order of the parent's key
 * @param parent the table that it refers to
 * @param onDelete what happens to its rows
 */
record Edge(Doomable child, List<String> columns, Doomable parent, OnDelete onDelete) {
  private static final String CASCADE =
      """
      insert into assay_doomed (target, row, kind, topic, partition, record_offset, record_time, deletion, seed)
      select ${child-name}, c.ctid, d.kind, d.topic, d.partition, d.record_offset, d.record_time, d.deletion, false
      from assay_doomed d join ${parent} p on p.ctid = d.row join ${child} c on ${refers}
      where d.target = ${parent-name}
      for update of c
      on conflict do nothing
      """;

  private static final String CLEAR =
      """
      update ${child} c set ${cleared}
      from assay_doomed d join ${parent} p on p.ctid = d.row
      where d.target = ${parent-name} and ${refers} and ${stays}
      """;

  private static final String BLOCKED =
      """
      select distinct d.kind, d.topic, d.partition, d.record_offset,
             (extract(epoch from d.record_time) * 1000000)::bigint, d.deletion,
             ${key}
      from assay_doomed d join ${parent} p on p.ctid = d.row
      where d.target = ${parent-name} and exists (select from ${child} c where ${refers} and ${stays})
      """;

  /**
   * A table as far as deletions are concerned.
   *
   * @param name as the pipeline calls it
   * @param target qualified
   * @param key its primary key
   * @param masked columns whose values are not to be shown
   */
  record Doomable(String name, String target, List<String> key, Set<String> masked) {}

  /** Dooms the rows that refer to doomed ones. */
  Sql cascade() {
    return fill(CASCADE);
  }

  /** Takes the reference out of rows that stay. */
  Sql clear() {
    return fill(CLEAR);
  }

  /** Finds the records that doom a row which another one, that stays, refers to. */
  Sql blocked() {
    return fill(BLOCKED);
  }

  private Sql fill(String text) {
    return Sql.template(text)
        .with("child", child.target())
        .with("child-name", Identifier.literal(child.name()))
        .with("parent", parent.target())
        .with("parent-name", Identifier.literal(parent.name()))
        .with("refers", KindTable.equal("c", columns, "p", parent.key()))
        .with("key", KindTable.shown("p", parent.key(), parent.masked()::contains))
        .with(
            "cleared",
            columns.stream()
                .map(column -> Identifier.quote(column) + " = null")
                .collect(Collectors.joining(", ")))
        .with(
            "stays",
            "not exists (select from assay_doomed e where e.target = %s and e.row = c.ctid)"
                .formatted(Identifier.literal(child.name())))
        .sql();
  }
}
