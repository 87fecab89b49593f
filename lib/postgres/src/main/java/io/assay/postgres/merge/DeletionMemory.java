package io.assay.postgres.merge;

import io.assay.postgres.Identifier;

/**
 * Fragments of SQL about {@code assay.deleted}: which keys of a table were deleted, and by which
 * record.
 */
final class DeletionMemory {
  private DeletionMemory() {}

  /** Rows of the memory that belong to a table. */
  static String of(String alias, String pipeline, String table) {
    return "%1$s.pipeline = %2$s and %1$s.table_name = %3$s"
        .formatted(alias, Identifier.literal(pipeline), Identifier.literal(table));
  }

  /** True where no deletion is remembered that the staged row does not come after. */
  static String allows(KindTable table, String pipeline, String staged) {
    return "not exists (select from assay.deleted deleted where "
        + of("deleted", pipeline, table.table().name())
        + " and deleted.key = "
        + table.keyText(staged)
        + " and not "
        + table.stagedVersion(staged).laterThan(Version.deleted("deleted"))
        + ")";
  }

  /** A further part of a statement: forgets the deletions of the keys in {@code merged}. */
  static String forget(KindTable table, String pipeline) {
    return ",\nforgotten as (delete from assay.deleted deleted using merged where "
        + of("deleted", pipeline, table.table().name())
        + " and deleted.key = merged.key)";
  }
}
