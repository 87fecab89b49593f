package io.assay.postgres.merge;

import io.assay.postgres.Alert;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;

/** {@code assay.alert}, as the batch's transaction writes it. */
final class AlertRows {
  private static final String INSERT =
      """
      insert into assay.alert (pipeline, batch_id, source, name, action, failed, records, message, paused_until)
      values (?, ?, ?, ?, ?, ?, ?, ?, clock_timestamp() + make_interval(secs => ?::double precision))
      returning paused_until
      """;

  private final String pipeline;

  AlertRows(String pipeline) {
    this.pipeline = pipeline;
  }

  /**
   * Writes an alert.
   *
   * @param alert without the time of its end
   * @param pause how long no batch is to begin
   * @return the alert with that time
   */
  Alert raise(Transaction transaction, Alert alert, Optional<Duration> pause) throws SQLException {
    Optional<OffsetDateTime> until =
        transaction
            .query(
                INSERT,
                row -> Optional.ofNullable(row.getObject(1, OffsetDateTime.class)),
                pipeline,
                transaction.batch(),
                alert.source().word(),
                alert.name(),
                alert.action().word(),
                alert.failed(),
                alert.records(),
                alert.message(),
                pause.map(length -> length.toMillis() / 1000.0).orElse(null))
            .get(0);
    return new Alert(
        alert.source(),
        alert.name(),
        alert.action(),
        alert.failed(),
        alert.records(),
        alert.message(),
        until.map(OffsetDateTime::toInstant));
  }
}
