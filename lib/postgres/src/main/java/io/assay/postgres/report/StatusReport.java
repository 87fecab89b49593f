package io.assay.postgres.report;

import io.assay.postgres.OffsetRanges;
import io.assay.postgres.TopicPartition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * How a pipeline is doing, as its ledger has it. Each method is one query on the connection it was
 * given; not thread-safe, like the connection.
 */
public final class StatusReport {
  private static final String LAST_RUN =
      """
      select run_id, application_id, host, started_at, ended_at, status
      from assay.run where pipeline = ?
      order by started_at desc limit 1
      """;

  private static final String LAST_COMMIT =
      """
      select b.batch_id, b.committed_at, extract(epoch from clock_timestamp() - b.committed_at),
             (select coalesce(sum(t.raw), 0) from assay.batch_topic t where t.batch_id = b.batch_id)
      from assay.batch b where b.pipeline = ?
      order by b.batch_id desc limit 1
      """;

  private static final String WAITING =
      """
      select (select count(*) from assay.quarantine where pipeline = p and state <> 'resolved'),
             (select count(*) from assay.held where pipeline = p)
      from (values (?::text)) v (p)
      """;

  private final Connection connection;
  private final String pipeline;

  /**
   * Records that are not in the tables.
   *
   * @param quarantined refused, and not resolved
   * @param held waiting for a parent
   */
  public record Waiting(long quarantined, long held) {}

  public StatusReport(Connection connection, String pipeline) {
    this.connection = connection;
    this.pipeline = pipeline;
  }

  /** Whether the database has a ledger; without one, the other methods fail. */
  public boolean hasLedger() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select to_regclass('assay.run') is not null")) {
      row.next();
      return row.getBoolean(1);
    }
  }

  /** The latest run; empty if the pipeline never ran here. */
  public Optional<LastRun> lastRun() throws SQLException {
    try (PreparedStatement statement = asked(LAST_RUN);
        ResultSet row = statement.executeQuery()) {
      return row.next()
          ? Optional.of(
              new LastRun(
                  row.getObject(1, UUID.class),
                  row.getString(2),
                  row.getString(3),
                  instant(row, 4),
                  Optional.ofNullable(row.getObject(5, OffsetDateTime.class))
                      .map(OffsetDateTime::toInstant),
                  row.getString(6)))
          : Optional.empty();
    }
  }

  /** The latest batch; empty if there is none. */
  public Optional<LastCommit> lastCommit() throws SQLException {
    try (PreparedStatement statement = asked(LAST_COMMIT);
        ResultSet row = statement.executeQuery()) {
      return row.next()
          ? Optional.of(
              new LastCommit(
                  row.getLong(1),
                  instant(row, 2),
                  Duration.ofMillis(Math.round(row.getDouble(3) * 1000)),
                  row.getLong(4)))
          : Optional.empty();
    }
  }

  /** Every offset that the pipeline has dealt with. */
  public Map<TopicPartition, OffsetRanges> applied() throws SQLException {
    Map<TopicPartition, OffsetRanges> applied = new TreeMap<>();
    try (PreparedStatement statement =
            asked("select topic, partition, offsets::text from assay.applied where pipeline = ?");
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        applied.put(
            new TopicPartition(row.getString(1), row.getInt(2)),
            OffsetRanges.parse(row.getString(3)));
      }
    }
    return applied;
  }

  /** How many records are kept out of the tables for now. */
  public Waiting waiting() throws SQLException {
    try (PreparedStatement statement = asked(WAITING);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return new Waiting(row.getLong(1), row.getLong(2));
    }
  }

  private PreparedStatement asked(String sql) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.setString(1, pipeline);
    return statement;
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
