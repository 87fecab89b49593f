package io.assay.postgres.merge;

import io.assay.postgres.Identifier;
import java.sql.SQLException;

/**
 * Looks up the keys of a few staged rows in the target table. The rows are those of some pages from
 * all over staging, since records that change stored rows may come in stretches; so some hundred
 * rows as a rule, each one probe of the primary key. Immutable.
 */
final class StoredKeySample {
  private static final int PAGES = 16;

  private final Sql statement;

  /** Of a table as a kind fills it. */
  StoredKeySample(KindTable table) {
    // Offset 0 keeps the planner from a join, for which it might read the whole target.
    this.statement =
        Sql.template(
                """
                select exists (
                  select from ${staging} v
                  tablesample system (least(100, 100.0 * ${pages} * current_setting('block_size')::int / greatest(pg_relation_size(${name}), 1)))
                  where ${upserts} and exists (select from ${target} t where ${same-key} offset 0))
                """)
            .with("staging", table.staging())
            .with("pages", Integer.toString(PAGES))
            .with("name", Identifier.literal(table.staging()) + "::regclass")
            .with("upserts", table.upserts("v"))
            .with("target", table.target())
            .with("same-key", table.sameKey("t", "v"))
            .sql();
  }

  /** Whether one of them is there; if not, others may be. */
  boolean found(Transaction transaction) throws SQLException {
    return transaction.query(statement, row -> row.getBoolean(1)).get(0);
  }
}
