package io.assay.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

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
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final ScheduledFuture<?> ticking;

  private record Sample(Instant at, long bytes) {}

  TableGrowth(DatabaseServer server, String table) throws SQLException {
    this.connection = server.connect();
    this.size = connection.prepareStatement("select pg_relation_size(?::regclass)");
    size.setString(1, table);
    this.ticking =
        clock.scheduleAtFixedRate(this::sample, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The first moment at which it had at least a part of the size that it has now. */
  Instant reached(double part) throws SQLException {
    stop();
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

  private void stop() {
    clock.shutdown();
    try {
      if (!clock.awaitTermination(1, TimeUnit.MINUTES)) {
        throw new BenchException("Asking for the size of a table takes more than a minute");
      }
      if (!ticking.isCancelled()) {
        ticking.get();
      }
    } catch (ExecutionException e) {
      throw new BenchException("Cannot watch the table: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("Interrupted while watching a table", e);
    }
  }

  @Override
  public void close() throws SQLException {
    clock.shutdownNow();
    connection.close();
  }
}
