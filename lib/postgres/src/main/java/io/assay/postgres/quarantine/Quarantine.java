package io.assay.postgres.quarantine;

import io.assay.postgres.Coordinates;
import io.assay.postgres.report.QuarantinedRecord;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The quarantine of one pipeline. Each method is one transaction on the connection it was given;
 * not thread-safe, like the connection.
 */
public final class Quarantine {
  private static final String IN_QUARANTINE = "q.pipeline = ? and q.state <> 'resolved'";

  private static final String FINDINGS =
      """
      array(select f.severity || '  ' || f.rule || coalesce(': ' || f.message, '')
                   || case when f.value is null then '' else ' (' || coalesce(f.field || ': ', '') || f.value || ')' end
            from assay.finding f
            where f.pipeline = q.pipeline and f.topic = q.topic and f.partition = q.partition and f.record_offset = q.record_offset
              and f.batch_id = q.last_batch_id
            order by f.severity, f.rule)""";

  private static final String SAME_RECORD =
      "pipeline = ? and topic = ? and partition = ? and record_offset = ?";

  private final Connection connection;
  private final String pipeline;

  public Quarantine(Connection connection, String pipeline) {
    this.connection = connection;
    this.pipeline = pipeline;
  }

  /** How many records are in quarantine. */
  public long size() throws SQLException {
    return query(
            "select count(*) from assay.quarantine q where " + IN_QUARANTINE,
            List.of(pipeline),
            row -> row.getLong(1))
        .get(0);
  }

  /**
   * Records in quarantine, the latest first, with what was found when they were last refined.
   *
   * @param limit at most so many
   */
  public List<QuarantinedRecord> list(Selection selection, int limit) throws SQLException {
    Conditions conditions = conditions(selection, IN_QUARANTINE);
    return query(
        "select q.topic, q.partition, q.record_offset, coalesce(q.kind, ''), q.quarantined_at, "
            + FINDINGS
            + " from assay.quarantine q where "
            + conditions.sql()
            + " order by q.quarantined_at desc, q.topic, q.partition, q.record_offset limit "
            + limit,
        conditions.parameters(),
        row ->
            new QuarantinedRecord(
                row.getString(1),
                row.getInt(2),
                row.getLong(3),
                row.getString(4),
                instant(row, 5),
                List.of((String[]) row.getArray(6).getArray())));
  }

  /** Where the chosen records in quarantine stand. */
  public List<Coordinates> coordinates(Selection selection) throws SQLException {
    Conditions conditions = conditions(selection, IN_QUARANTINE);
    return query(
        "select q.topic, q.partition, q.record_offset from assay.quarantine q where "
            + conditions.sql(),
        conditions.parameters(),
        row -> new Coordinates(row.getString(1), row.getInt(2), row.getLong(3), 0));
  }

  /** Everything about one record, resolved ones included; empty if it never was in quarantine. */
  public Optional<QuarantineEntry> find(Coordinates record) throws SQLException {
    List<Object> key = List.of(pipeline, record.topic(), record.partition(), record.offset());
    List<QuarantineFinding> findings =
        query(
            "select batch_id, pipeline_version, rule, severity, field, value, message from assay.finding where "
                + SAME_RECORD
                + " order by batch_id, severity, rule, field",
            key,
            row ->
                new QuarantineFinding(
                    row.getLong(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    Optional.ofNullable(row.getString(5)),
                    Optional.ofNullable(row.getString(6)),
                    row.getString(7)));
    List<QuarantineChange> changes =
        query(
            "select changed_at, state, batch_id, actor, reason from assay.quarantine_change where "
                + SAME_RECORD
                + " order by changed_at, batch_id",
            key,
            Quarantine::change);
    return query(
            "select kind, state, outcome, quarantined_at, batch_id, (extract(epoch from record_time) * 1000000)::bigint from assay.quarantine where "
                + SAME_RECORD,
            key,
            row ->
                new QuarantineEntry(
                    new Coordinates(
                        record.topic(), record.partition(), record.offset(), row.getLong(6)),
                    Optional.ofNullable(row.getString(1)),
                    row.getString(2),
                    Optional.ofNullable(row.getString(3)),
                    instant(row, 4),
                    row.getLong(5),
                    findings,
                    changes))
        .stream()
        .findFirst();
  }

  /**
   * Marks the open records among those chosen, for the run that holds the pipeline's lock, or the
   * next one, to refine them again.
   *
   * @param actor who wants it
   * @param reason why
   * @return how many were marked
   */
  public long requeue(Selection selection, String actor, Optional<String> reason)
      throws SQLException {
    Conditions conditions = conditions(selection, "q.pipeline = ? and q.state = 'open'");
    List<Object> parameters = new ArrayList<>(conditions.parameters());
    parameters.add(actor);
    parameters.add(reason.orElse(null));
    return query(
            """
            with marked as (
              update assay.quarantine q set state = 'requeued' where %s
              returning q.pipeline, q.topic, q.partition, q.record_offset
            ),
            changed as (
              insert into assay.quarantine_change (pipeline, topic, partition, record_offset, state, actor, reason)
              select pipeline, topic, partition, record_offset, 'requeued', ?, ? from marked
            )
            select count(*) from marked
            """
                .formatted(conditions.sql()),
            parameters,
            row -> row.getLong(1))
        .get(0);
  }

  private record Conditions(String sql, List<Object> parameters) {}

  private Conditions conditions(Selection selection, String state) throws SQLException {
    StringBuilder sql = new StringBuilder(state);
    List<Object> parameters = new ArrayList<>(List.of(pipeline));
    if (selection.rule().isPresent()) {
      sql.append(
          " and exists (select from assay.finding f where f.pipeline = q.pipeline and f.topic = q.topic and f.partition = q.partition"
              + " and f.record_offset = q.record_offset and f.batch_id = q.last_batch_id and f.rule = ?)");
      parameters.add(selection.rule().get());
    }
    if (selection.since().isPresent()) {
      sql.append(" and q.quarantined_at >= ?");
      parameters.add(OffsetDateTime.ofInstant(selection.since().get(), ZoneOffset.UTC));
    }
    if (selection.until().isPresent()) {
      sql.append(" and q.quarantined_at < ?");
      parameters.add(OffsetDateTime.ofInstant(selection.until().get(), ZoneOffset.UTC));
    }
    if (selection.records().isPresent()) {
      List<Coordinates> records = selection.records().get();
      sql.append(" and (q.topic, q.partition, q.record_offset) in (select * from unnest(?, ?, ?))");
      parameters.add(array("text", records.stream().map(Coordinates::topic).toList()));
      parameters.add(array("int4", records.stream().map(Coordinates::partition).toList()));
      parameters.add(array("int8", records.stream().map(Coordinates::offset).toList()));
    }
    return new Conditions(sql.toString(), parameters);
  }

  private Array array(String type, List<?> values) throws SQLException {
    return connection.createArrayOf(type, values.toArray());
  }

  private static QuarantineChange change(ResultSet row) throws SQLException {
    long batch = row.getLong(3);
    return new QuarantineChange(
        instant(row, 1),
        row.getString(2),
        row.wasNull() ? OptionalLong.empty() : OptionalLong.of(batch),
        Optional.ofNullable(row.getString(4)),
        Optional.ofNullable(row.getString(5)));
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  @FunctionalInterface
  private interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private <T> List<T> query(String sql, List<Object> parameters, RowReader<T> reader)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.size(); i++) {
        statement.setObject(i + 1, parameters.get(i));
      }
      try (ResultSet rows = statement.executeQuery()) {
        List<T> found = new ArrayList<>();
        while (rows.next()) {
          found.add(reader.read(rows));
        }
        return found;
      }
    }
  }
}
