package io.assay.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Watches how a table that is only added to grows: its size on disk, ten times a second, which
 * costs the server next to nothing. Its rows are of about the same size, so that half of the size
 * is half of the rows.
 */
final class TableGrowth implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofMillis(100);

  private final Connection connection;
  private final PreparedStatement size;
  private final List<Sample> samples = new ArrayList<>();
  private final Ticker ticker;

  private record Sample(Instant at, long bytes) {}

  TableGrowth(DatabaseServer server, String table) throws SQLException {
    this.connection = server.connect();
    this.size = connection.prepareStatement("select pg_relation_size(?::regclass)");
    size.setString(1, table);
    this.ticker = new Ticker("Asking for the size of a table", INTERVAL, this::sample);
  }

  /** The first moment at which it had at least a part of the size that it has now. */
  Instant reached(double part) throws SQLException {
    ticker.close();
    long bytes = Math.round(ask() * part);
    return samples.stream()
        .filter(sample -> sample.bytes() >= bytes)
        .map(Sample::at)
        .findFirst()
        .orElseThrow(() -> new BenchException("The table has grown since nobody looks any more"));
  }

  private void sample() {
    try {
      samples.add(new Sample(Instant.now(), ask()));
    } catch (SQLException e) {
      throw new BenchException("Cannot ask for the size of a table: " + e.getMessage(), e);
    }
  }

  private long ask() throws SQLException {
    try (ResultSet row = size.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  @Override
  public void close() throws SQLException {
    ticker.close();
    connection.close();
  }
}
