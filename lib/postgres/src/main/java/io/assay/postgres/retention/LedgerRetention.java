package io.assay.postgres.retention;

import io.assay.model.Breaker;
import io.assay.model.Pipeline;
import io.assay.postgres.DatabaseConnector;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Folds batches of one pipeline that are older than a time: those of a run, a source and a day
 * (UTC) become one row, the last of them, with the sums of all and their numbers. So the ledger
 * grows by days and not by batches, totals stay what they were, and {@code assay.origin} still
 * leads from every row to its run and definition.
 *
 * <p>Left alone are batches that lack silver, all from the first of them on; batches to which
 * something refers, such as a record that was refused, is held or was deleted; and what a breaker
 * counts. Findings of records that were never refused go with their batch: its counts and the rows'
 * warnings remain.
 *
 * <p>Works on a connection of its own, a transaction for each row that is left, beside the run that
 * commits batches. Two at once do not disturb each other. Thread-safe.
 */
public final class LedgerRetention {
  private static final String FOLDABLE =
      """
      from assay.batch b
      where b.pipeline = ? and b.committed_at < clock_timestamp() - make_interval(secs => ?) and b.silver
        and b.source <> 'requeued'
        and b.batch_id < coalesce((select min(batch_id) from assay.batch where pipeline = ? and not silver), b.batch_id + 1)
        and not exists (select from assay.quarantine r where r.batch_id = b.batch_id)
        and not exists (select from assay.quarantine r where r.last_batch_id = b.batch_id)
        and not exists (select from assay.quarantine_change r where r.batch_id = b.batch_id)
        and not exists (select from assay.held r where r.batch_id = b.batch_id)
        and not exists (select from assay.deleted r where r.batch_id = b.batch_id)
        and not exists (select from assay.history_end r where r.batch_id = b.batch_id)
        and not exists (select from assay.alert r where r.batch_id = b.batch_id)
        and not exists (select from assay.schema_change r where r.batch_id = b.batch_id)
        and not exists (select from assay.added_column r where r.batch_id = b.batch_id)
      """;

  private static final String GROUPS =
      "select array_agg(b.batch_id order by b.batch_id) "
          + FOLDABLE
          + " group by b.run_id, b.source, (b.committed_at at time zone 'UTC')::date having count(*) > 1";

  /** Not while another session folds the same pipeline. */
  private static final String ALONE =
      "select pg_try_advisory_xact_lock(hashtextextended('assay/fold/' || ?, 0))";

  /** Nobody begins to refer to them meanwhile. */
  private static final String LOCK =
      "select count(*) from (select from assay.batch where batch_id = any(?) for update) locked";

  /** What becomes of the rows of each table; the first parameter is the batch that is left. */
  private static final List<String> MOVES =
      List.of(
          """
          with gone as (delete from assay.batch_topic where batch_id = any(?) returning *)
          insert into assay.batch_topic as t (batch_id, topic, raw, applied, quarantined, filtered, superseded, held, replayed)
          select ?, topic, sum(raw), sum(applied), sum(quarantined), sum(filtered), sum(superseded), sum(held), sum(replayed)
          from gone group by topic
          on conflict (batch_id, topic) do update
          set raw = t.raw + excluded.raw, applied = t.applied + excluded.applied, quarantined = t.quarantined + excluded.quarantined,
              filtered = t.filtered + excluded.filtered, superseded = t.superseded + excluded.superseded,
              held = t.held + excluded.held, replayed = t.replayed + excluded.replayed
          """,
          """
          with gone as (delete from assay.batch_table where batch_id = any(?) returning *)
          insert into assay.batch_table as t (batch_id, table_name, inserted, updated, deleted)
          select ?, table_name, sum(inserted), sum(updated), sum(deleted) from gone group by table_name
          on conflict (batch_id, table_name) do update
          set inserted = t.inserted + excluded.inserted, updated = t.updated + excluded.updated, deleted = t.deleted + excluded.deleted
          """,
          """
          with gone as (delete from assay.batch_offsets where batch_id = any(?) returning *)
          insert into assay.batch_offsets as t (batch_id, topic, partition, offsets)
          select ?, topic, partition, range_agg(offsets) from gone group by topic, partition
          on conflict (batch_id, topic, partition) do update set offsets = t.offsets + excluded.offsets
          """,
          """
          with gone as (delete from assay.batch_rule where batch_id = any(?) returning *)
          insert into assay.batch_rule as t (batch_id, kind, rule, failed, micros)
          select ?, kind, rule, sum(failed), sum(micros) from gone group by kind, rule
          on conflict (batch_id, kind, rule) do update
          set failed = t.failed + excluded.failed, micros = coalesce(t.micros + excluded.micros, t.micros, excluded.micros)
          """,
          "delete from assay.finding where batch_id = any(?) or batch_id = ?",
          """
          with gone as (delete from assay.batch where batch_id = any(?) returning batch_id, started_at, folded),
          sums as (
            select range_agg(int8multirange(int8range(batch_id, batch_id + 1)) + folded) as folded, min(started_at) as started_at
            from gone
          )
          update assay.batch b
          set folded = b.folded + sums.folded, started_at = least(b.started_at, sums.started_at)
          from sums
          where b.batch_id = ?
          """);

  private final DatabaseConnector connector;
  private final String pipeline;
  private final Duration keep;

  /**
   * For one pipeline.
   *
   * @param keep for how long a batch stays as it is; longer if a breaker of the pipeline counts
   *     longer
   */
  public LedgerRetention(DatabaseConnector connector, Pipeline pipeline, Duration keep) {
    this.connector = connector;
    this.pipeline = pipeline.name();
    this.keep =
        pipeline.breakers().stream()
            .map(Breaker::window)
            .filter(window -> window.compareTo(keep) > 0)
            .max(Duration::compareTo)
            .orElse(keep);
  }

  /**
   * Folds what is old enough.
   *
   * @return how many batches have no row of their own any more
   * @throws io.assay.model.AssayException (EXTERNAL) if the database cannot be reached or refuses
   */
  public long fold() {
    try (Connection connection = connector.open("assay/" + pipeline + "/upkeep")) {
      connection.setAutoCommit(false);
      long folded = 0;
      for (Long[] group : groups(connection)) {
        folded += fold(connection, group);
      }
      return folded;
    } catch (SQLException e) {
      throw connector.failure("Cannot fold old batches of the ledger", e);
    }
  }

  private List<Long[]> groups(Connection connection) throws SQLException {
    if (!hasLedger(connection)) {
      return List.of();
    }
    try (PreparedStatement statement = connection.prepareStatement(GROUPS)) {
      statement.setString(1, pipeline);
      statement.setDouble(2, keep.toMillis() / 1000.0);
      statement.setString(3, pipeline);
      List<Long[]> groups = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          groups.add((Long[]) rows.getArray(1).getArray());
        }
      }
      connection.commit();
      return groups;
    }
  }

  private static boolean hasLedger(Connection connection) throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement("select to_regclass('assay.batch') is not null");
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getBoolean(1);
    }
  }

  private long fold(Connection connection, Long[] group) throws SQLException {
    Array all = connection.createArrayOf("int8", group);
    if (!isAlone(connection) || !isThere(connection, all, group.length)) {
      connection.rollback();
      return 0;
    }
    long left = group[group.length - 1];
    Array others =
        connection.createArrayOf("int8", List.of(group).subList(0, group.length - 1).toArray());
    for (String move : MOVES) {
      try (PreparedStatement statement = connection.prepareStatement(move)) {
        statement.setArray(1, others);
        statement.setLong(2, left);
        statement.executeUpdate();
      }
    }
    connection.commit();
    return group.length - 1L;
  }

  private boolean isAlone(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ALONE)) {
      statement.setString(1, pipeline);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  private static boolean isThere(Connection connection, Array batches, int count)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LOCK)) {
      statement.setArray(1, batches);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getInt(1) == count;
      }
    }
  }
}
