package io.assay.postgres;

import io.assay.model.AssayException;
import io.assay.postgres.staging.StagingLayout;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The rows of {@code assay.run}: this run's, and those of runs of the same pipeline that ended
 * without a word.
 */
final class RunRecord {
  private static final String TERMINATE =
      """
      select pg_terminate_backend(pid, 5000)
      from pg_stat_activity
      where application_name = ? and datname = current_database() and pid <> pg_backend_pid()
      """;

  private static final String STAGING =
      "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname = 'assay_staging' and starts_with(tablename, ?)";

  private final String pipeline;
  private final RunInfo run;

  RunRecord(String pipeline, RunInfo run) {
    this.pipeline = pipeline;
    this.run = run;
  }

  /**
   * Ends what other runs of the pipeline left. Whoever holds the pipeline's lock knows that they
   * are dead.
   */
  void sweepDeadRuns(Connection connection) throws SQLException {
    for (UUID dead : deadRuns(connection)) {
      execute(connection, TERMINATE, StagingLayout.applicationName(pipeline, dead));
      for (String table : texts(connection, STAGING, StagingLayout.prefix(dead))) {
        execute(connection, "drop table if exists " + table);
      }
      execute(
          connection,
          "update assay.run set status = 'lost', ended_at = now() where run_id = ?",
          dead);
    }
  }

  void begin(Connection connection) throws SQLException {
    execute(
        connection,
        "insert into assay.pipeline_version (pipeline, version, definition) values (?, ?, ?) on conflict do nothing",
        pipeline,
        run.pipelineVersion(),
        run.definition());
    execute(
        connection,
        "insert into assay.run (run_id, pipeline, application_id, host, suite_version, pipeline_version) values (?, ?, ?, ?, ?, ?)",
        run.runId(),
        pipeline,
        run.applicationId(),
        run.host(),
        run.suiteVersion(),
        run.pipelineVersion());
  }

  /**
   * Makes sure that this run still is the one that works, after its connection was lost.
   *
   * @throws AssayException (USER) if another run has taken its place meanwhile
   */
  void requireRunning(Connection connection) throws SQLException {
    List<String> status =
        texts(connection, "select status from assay.run where run_id = ?", run.runId());
    if (!status.equals(List.of("running"))) {
      throw new AssayException(
          AssayException.Kind.USER,
          "The run %s of the pipeline %s was given up for %s while its connection was lost: another one has taken its place. Start it again, once that one has stopped"
              .formatted(run.runId(), pipeline, status.isEmpty() ? "unknown" : status.get(0)));
    }
  }

  void end(Connection connection, String status) throws SQLException {
    execute(
        connection,
        "update assay.run set status = ?, ended_at = now() where run_id = ? and status = 'running'",
        status,
        run.runId());
  }

  private List<UUID> deadRuns(Connection connection) throws SQLException {
    return texts(
            connection,
            "select run_id::text from assay.run where pipeline = ? and status = 'running' and run_id <> ?",
            pipeline,
            run.runId())
        .stream()
        .map(UUID::fromString)
        .toList();
  }

  private static void execute(Connection connection, String sql, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, parameters);
      statement.execute();
    }
  }

  private static List<String> texts(Connection connection, String sql, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, parameters);
      try (ResultSet rows = statement.executeQuery()) {
        List<String> texts = new ArrayList<>();
        while (rows.next()) {
          texts.add(rows.getString(1));
        }
        return texts;
      }
    }
  }

  private static void bind(PreparedStatement statement, Object... parameters) throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
  }
}
