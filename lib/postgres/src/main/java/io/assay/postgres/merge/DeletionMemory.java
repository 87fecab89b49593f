package io.assay.postgres.merge;

import io.assay.postgres.Identifier;
import java.time.Duration;
import java.util.stream.Collectors;

/**
 * Fragments of SQL about {@code assay.deleted}: which keys of a table were deleted, and by which
 * record. The empty key stands for all rows.
 */
final class DeletionMemory {
  /** So many are forgotten in one batch, so that no batch takes long because of it. */
  private static final int FORGOTTEN_AT_ONCE = 10_000;

  private static final String DELETED_AT =
      """
      (select deleted.record_time from assay.deleted deleted
       where ${of-table} and (deleted.key = ${key} or deleted.key = '{}') and not ${outlives}
       order by ${sequence}deleted.record_time desc, deleted.topic collate "C" desc, deleted.partition desc, deleted.record_offset desc
       limit 1)""";

  private DeletionMemory() {}

  /** Rows of the memory that belong to a table. */
  static String of(String alias, String pipeline, String table) {
    return "%1$s.pipeline = %2$s and %1$s.table_name = %3$s"
        .formatted(alias, Identifier.literal(pipeline), Identifier.literal(table));
  }

  /**
   * True where no deletion is remembered that the staged row does not come after, or where rows
   * stay when they are deleted.
   */
  static String allows(KindTable table, String pipeline, String staged) {
    if (table.soft()) {
      return "true";
    }
    return noneOf(table, pipeline, staged, table.keyText(staged))
        + " and "
        + noneOf(table, pipeline, staged, "'{}'");
  }

  /** One for each key: PostgreSQL plans a condition with "or" as a loop over all that is known. */
  private static String noneOf(KindTable table, String pipeline, String staged, String key) {
    return "not exists (select from assay.deleted deleted where "
        + of("deleted", pipeline, table.table().name())
        + " and deleted.key = "
        + key
        + " and not "
        + table.stagedVersion(staged).outlives(table.deletedVersion("deleted"))
        + ")";
  }

  /** When a version of a row was deleted; null if nothing that is remembered deletes it. */
  static String deletedAt(KindTable table, String pipeline, String alias, Version version) {
    Version deleted = table.deletedVersion("deleted");
    return Sql.template(DELETED_AT)
        .with("of-table", of("deleted", pipeline, table.table().name()))
        .with("key", table.keyText(alias))
        .with("outlives", version.outlives(deleted))
        .with(
            "sequence",
            deleted.sequence().stream()
                .map(field -> field + " desc nulls last, ")
                .collect(Collectors.joining()))
        .sql()
        .toString();
  }

  /** A further part of a statement: forgets the deletions of the keys in {@code merged}. */
  static String forget(KindTable table, String pipeline) {
    return ",\nforgotten as (delete from assay.deleted deleted using merged where "
        + of("deleted", pipeline, table.table().name())
        + " and deleted.key = merged.key"
        + (table.soft() ? " and merged.lives" : "")
        + ")";
  }

  /** True for deletions of single rows that are older than the memory reaches back. */
  static String isOver(String alias, Duration memory) {
    return "%1$s.key <> '{}' and %1$s.remembered_at < now() - interval '%2$d seconds'"
        .formatted(alias, memory.toSeconds());
  }

  /** Forgets some of the deletions of a table that are older than the memory reaches back. */
  static Sql sweep(String pipeline, String table, Duration memory) {
    return Sql.template(
            """
            delete from assay.deleted d where d.ctid = any (array(
              select o.ctid from assay.deleted o where ${of-table} and ${is-over} limit ${most}))
            """)
        .with("of-table", of("o", pipeline, table))
        .with("is-over", isOver("o", memory))
        .with("most", Integer.toString(FORGOTTEN_AT_ONCE))
        .sql();
  }
}
