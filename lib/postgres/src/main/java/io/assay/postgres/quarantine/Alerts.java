package io.assay.postgres.quarantine;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The alerts of one pipeline. Not thread-safe, like the connection it was given. */
public final class Alerts {
  private static final String EFFECTIVE =
      "source = 'breaker' and reset_at is null and (action = 'fail' or paused_until > clock_timestamp())";

  private static final String LIST =
      """
      select raised_at, source, name, action, batch_id, message, coalesce(%s, false)
      from assay.alert
      where pipeline = ?
      order by alert_id desc
      limit ?
      """
          .formatted(EFFECTIVE);

  private static final String RESET =
      "update assay.alert set reset_at = clock_timestamp(), reset_by = ? where pipeline = ? and "
          + EFFECTIVE
          + " and coalesce(name = ?, true) returning name";

  private final Connection connection;
  private final String pipeline;

  public Alerts(Connection connection, String pipeline) {
    this.connection = connection;
    this.pipeline = pipeline;
  }

  /** The latest alerts first. */
  public List<RaisedAlert> list(int limit) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LIST)) {
      statement.setString(1, pipeline);
      statement.setInt(2, limit);
      try (ResultSet rows = statement.executeQuery()) {
        List<RaisedAlert> alerts = new ArrayList<>();
        while (rows.next()) {
          alerts.add(
              new RaisedAlert(
                  rows.getObject(1, OffsetDateTime.class).toInstant(),
                  rows.getString(2),
                  rows.getString(3),
                  rows.getString(4),
                  rows.getLong(5),
                  rows.getString(6),
                  rows.getBoolean(7)));
        }
        return alerts;
      }
    }
  }

  /**
   * Lets the pipeline go on.
   *
   * @param breaker only this one; empty for all
   * @param actor who wants it
   * @return the breakers that kept the pipeline from going on
   */
  public List<String> reset(Optional<String> breaker, String actor) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(RESET)) {
      statement.setString(1, actor);
      statement.setString(2, pipeline);
      statement.setString(3, breaker.orElse(null));
      try (ResultSet rows = statement.executeQuery()) {
        List<String> names = new ArrayList<>();
        while (rows.next()) {
          names.add(rows.getString(1));
        }
        return names;
      }
    }
  }
}
