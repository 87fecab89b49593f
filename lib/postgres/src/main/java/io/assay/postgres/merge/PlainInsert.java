package io.assay.postgres.merge;

import java.sql.SQLException;
import java.util.OptionalLong;

/**
 * Brings staged rows into a table as if none of their keys were there yet, and none came twice:
 * then an insert without {@code on conflict} gives the same rows at less than half the cost. Where
 * a sample finds a key there, nothing is tried. A key that the sample misses makes PostgreSQL
 * refuse the statement, which is taken back; the rows are then merged the long way, and later
 * batches are for a while.
 *
 * <p>Remembers from batch to batch how it went; nothing but the time that a batch takes depends on
 * that. Not thread-safe.
 */
final class PlainInsert {
  /**
   * Below it nothing is won that anybody would notice; above it, PostgreSQL's log has the errors.
   */
  private static final long LEAST_RECORDS = 10_000;

  private static final int LONGEST_PAUSE = 256;
  private static final String UNIQUE_VIOLATION = "23505";

  private final StoredKeySample stored;
  private final Sql statement;
  private final boolean root;
  private int pause;
  private int batchesToPass;

  PlainInsert(KindTable table, RowColumns columns) {
    this.root = table.root();
    this.stored = new StoredKeySample(table);
    this.statement =
        Sql.template(
                """
                insert into ${target} (${columns})
                select ${values}
                from ${staging} v
                where ${upserts}
                order by ${key}
                """)
            .with("target", table.target())
            .with("columns", columns.names())
            .with("values", columns.values())
            .with("staging", table.staging())
            .with("upserts", table.upserts("v"))
            .with("key", table.keys("v"))
            .sql();
  }

  /**
   * Inserts the rows, if that is worth a try.
   *
   * @param records how many records of the kind the batch has
   * @return how many rows it inserted; empty if nothing was done
   */
  OptionalLong run(Transaction transaction, long records) throws SQLException {
    if (records < LEAST_RECORDS) {
      return OptionalLong.empty();
    }
    if (batchesToPass > 0) {
      batchesToPass--;
      return OptionalLong.empty();
    }
    if (stored.found(transaction)) {
      return OptionalLong.empty();
    }
    // A trigger may keep rows back, and then nobody knows of which topic they were.
    OptionalLong inserted =
        transaction.attempt(statement, UNIQUE_VIOLATION, rows -> !root || rows == records);
    pause = inserted.isPresent() ? 0 : Math.min(Math.max(2 * pause, 1), LONGEST_PAUSE);
    batchesToPass = pause;
    return inserted;
  }
}
