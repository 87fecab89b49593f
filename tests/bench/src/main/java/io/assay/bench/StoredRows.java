package io.assay.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Fills the table of {@link Flat} with rows that are there before anything is measured: made up by
 * PostgreSQL, older than any record, of batch 0.
 */
record StoredRows(Target target) {
  private static final String INSERT =
      """
      insert into order_line (id, customer, product, quantity, price, currency, status, created_at, updated_at, note,
        assay_batch, assay_topic, assay_partition, assay_offset, assay_time, assay_sequence, assay_processed_at)
      select i, 'C-' || lpad((i * 7919 %% 1000000)::text, 6, '0'), 'washing machine ' || chr(65 + (i %% 26)::int) || 100 + i %% 900,
        1 + i %% 100, (100 + i * 31 %% 999900) / 100.0, (array['EUR', 'USD', 'GBP', 'CHF', 'SEK', 'PLN'])[1 + i %% 6],
        (array['ordered', 'paid', 'packed', 'sent', 'delivered'])[1 + i %% 5],
        timestamptz '2024-01-01 00:00:00Z' + i %% 15000000 * interval '1 second',
        timestamptz '2024-07-01 00:00:00Z' + i %% 15000000 * interval '1 second',
        md5(i::text) || ' ' || left(md5((-i)::text), 16),
        0, 'bench-stored', 0, i, timestamptz '2024-12-31 00:00:00Z',
        timestamptz '2024-07-01 00:00:00Z' + i %% 15000000 * interval '1 second', timestamptz '2024-12-31 00:00:00Z'
      from generate_series(1, %d::bigint) i""";

  /** Makes the tables with {@code submit/assay apply}, and rows with the ids from 1. */
  void store(long count) throws SQLException {
    AssayProcess.verb("apply", Flat.PIPELINE, target).await();
    try (Connection connection = target.server().connect();
        Statement statement = connection.createStatement()) {
      statement.execute(INSERT.formatted(count));
      statement.execute("vacuum (analyze) order_line");
    }
    target.server().checkpoint();
  }
}
