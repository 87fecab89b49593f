package io.assay.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

/**
 * Who holds a pipeline's lock, and so refines it at this moment.
 *
 * @param session the process id of its session on the server
 * @param run the run that the session belongs to; empty if no run is known of it
 */
public record LockHolder(int session, Optional<Run> run) {
  private static final String HOLDER =
      """
      select r.run_id, r.application_id, r.host, r.started_at, l.pid
      from pg_locks l
      left join pg_stat_activity a on a.pid = l.pid
      left join assay.run r
        on r.pipeline = ? and r.status = 'running'
        and a.application_name = 'assay/' || r.pipeline || '/' || left(r.run_id::text, 8)
      where l.locktype = 'advisory' and l.granted and l.objsubid = 1
        and l.database = (select oid from pg_database where datname = current_database())
        and l.classid::bigint = (?::bigint >> 32) & 4294967295 and l.objid::bigint = ?::bigint & 4294967295
      """;

  /** A run that goes on. */
  public record Run(UUID id, String application, String host, Instant since) {}

  /** Asks the server; the ledger must be there. Empty if nobody holds it. */
  public static Optional<LockHolder> of(Connection connection, String pipeline)
      throws SQLException {
    long key = PipelineLock.key(pipeline);
    try (PreparedStatement statement = connection.prepareStatement(HOLDER)) {
      statement.setString(1, pipeline);
      statement.setLong(2, key);
      statement.setLong(3, key);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(new LockHolder(row.getInt(5), run(row))) : Optional.empty();
      }
    }
  }

  private static Optional<Run> run(ResultSet row) throws SQLException {
    UUID id = row.getObject(1, UUID.class);
    return id == null
        ? Optional.empty()
        : Optional.of(
            new Run(
                id,
                row.getString(2),
                row.getString(3),
                row.getObject(4, OffsetDateTime.class).toInstant()));
  }

  /** For people. */
  @Override
  public String toString() {
    return run.map(
            known ->
                "the run %s (application %s) on the host %s, since %s"
                    .formatted(known.id(), known.application(), known.host(), known.since()))
        .orElse("the database session " + session);
  }
}
