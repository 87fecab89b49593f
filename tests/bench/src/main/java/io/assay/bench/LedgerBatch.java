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
 * A batch as the ledger knows it.
 *
 * @param startedAt when refine began to read it
 * @param transactionAt when all of it was staged and its transaction began
 * @param committedAt when the transaction was about to commit
 * @param records how many it read
 * @param applied how many of them became rows
 */
record LedgerBatch(
    Instant startedAt, Instant transactionAt, Instant committedAt, long records, long applied) {
  private static final String ALL =
      """
      select b.started_at, (select min(t.assay_processed_at) from %s t where t.assay_batch = b.batch_id), b.committed_at, c.raw, c.applied
      from assay.batch b join assay.batch_topic c using (batch_id)
      order by b.batch_id""";

  /** All batches, in order. */
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

  double seconds() {
    return seconds(startedAt, committedAt);
  }

  /** Reading, decoding, checking and staging. */
  double stagingSeconds() {
    return seconds(startedAt, transactionAt);
  }

  /** The transaction. */
  double mergeSeconds() {
    return seconds(transactionAt, committedAt);
  }

  static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e9;
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
