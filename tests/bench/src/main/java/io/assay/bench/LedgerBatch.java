package io.assay.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * A batch as the ledger knows it. Batches overlap: a large one is staged while the one before is
 * merged, and its transaction begins when that one has committed. So the times of several batches
 * do not add up to the time that they took together.
 *
 * @param startedAt when refine began to read it
 * @param transactionAt when all of it was staged, the batch before had committed, and its
 *     transaction began
 * @param committedAt when the transaction was about to commit
 * @param records how many it read
 * @param applied how many of them became rows
 */
record LedgerBatch(
    Instant startedAt, Instant transactionAt, Instant committedAt, long records, long applied) {
  private static final String ALL =
      """
      select b.started_at, t.transaction_at, b.committed_at, c.raw, c.applied
      from assay.batch b
      join (select batch_id, sum(raw)::bigint as raw, sum(applied)::bigint as applied from assay.batch_topic group by batch_id) c using (batch_id)
      join (select assay_batch as batch_id, min(assay_processed_at) as transaction_at from %s where assay_batch > 0 group by assay_batch) t using (batch_id)
      order by b.batch_id""";

  /**
   * All batches, in order.
   *
   * @param table one in which every batch has left a row
   */
  static List<LedgerBatch> all(Connection connection, String table) throws SQLException {
    List<LedgerBatch> batches = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(ALL.formatted(table))) {
      while (row.next()) {
        batches.add(
            new LedgerBatch(
                instant(row, 1), instant(row, 2), instant(row, 3), row.getLong(4), row.getLong(5)));
      }
    }
    return batches;
  }

  /** The transaction: checking against other rows, merging, the ledger. */
  double transactionSeconds() {
    return seconds(transactionAt, committedAt);
  }

  static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e9;
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
