package io.assay.postgres.report;

import io.assay.postgres.Coordinates;
import io.assay.postgres.Identifier;
import io.assay.postgres.report.RuleTotal.FindingExample;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads the ledger of one pipeline. Each method is one query on the connection it was given; not
 * thread-safe, like the connection.
 */
public final class LedgerReport {
  /** What was found about the record of {@code q}, one line each. */
  private static final String FINDINGS =
      """
      array(select f.severity || '  ' || f.rule || coalesce(': ' || f.message, '')
                   || case when f.value is null then '' else ' (' || coalesce(f.field || ': ', '') || f.value || ')' end
            from assay.finding f
            where f.pipeline = q.pipeline and f.topic = q.topic and f.partition = q.partition and f.record_offset = q.record_offset
            order by f.severity, f.rule)""";

  private final Connection connection;
  private final String pipeline;

  public LedgerReport(Connection connection, String pipeline) {
    this.connection = connection;
    this.pipeline = pipeline;
  }

  /**
   * Totals of each topic, by name. Records that waited or were in quarantine count once as read,
   * where they were first read; and as held or quarantined only those that still are.
   */
  public List<TopicTotals> topics() throws SQLException {
    String sql =
        """
        select t.topic,
               coalesce(sum(t.raw) filter (where b.source in ('lake', 'kafka')), 0),
               sum(t.applied),
               (select count(*) from assay.quarantine q where q.pipeline = b.pipeline and q.topic = t.topic and q.state <> 'resolved'),
               sum(t.filtered), sum(t.superseded),
               (select count(*) from assay.held h where h.pipeline = b.pipeline and h.topic = t.topic)
        from assay.batch_topic t join assay.batch b using (batch_id)
        where b.pipeline = ?
        group by b.pipeline, t.topic
        order by t.topic
        """;
    return query(
        sql,
        row ->
            new TopicTotals(
                row.getString(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7)));
  }

  /** Rows in each table, in the order given. */
  public Map<String, Long> rows(String schema, List<String> tables) throws SQLException {
    Map<String, Long> rows = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement()) {
      for (String table : tables) {
        try (ResultSet count =
            statement.executeQuery(
                "select count(*) from " + quoted(schema) + "." + quoted(table))) {
          count.next();
          rows.put(table, count.getLong(1));
        }
      }
    }
    return rows;
  }

  /** How many rows of a table are stubs; the table must be one that has them. */
  public long stubs(String schema, String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet count =
            statement.executeQuery(
                "select count(*) from "
                    + quoted(schema)
                    + "."
                    + quoted(table)
                    + " where assay_stub")) {
      count.next();
      return count.getLong(1);
    }
  }

  /** How many records are in quarantine. */
  public long quarantined() throws SQLException {
    return query(
            "select count(*) from assay.quarantine where pipeline = ? and state <> 'resolved'",
            row -> row.getLong(1))
        .get(0);
  }

  /** What was found about one record, a line each; empty if nothing was. */
  public List<String> findings(Coordinates record) throws SQLException {
    String sql =
        "select "
            + FINDINGS
            + " from (values (?, ?, ?, ?)) q (pipeline, topic, partition, record_offset)";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, pipeline);
      statement.setString(2, record.topic());
      statement.setInt(3, record.partition());
      statement.setLong(4, record.offset());
      return read(statement, row -> List.of((String[]) row.getArray(1).getArray())).get(0);
    }
  }

  /** Seconds from the start of the first batch to the last commit; 0 without a batch. */
  public double seconds() throws SQLException {
    String sql =
        "select coalesce(extract(epoch from max(committed_at) - min(started_at)), 0) from assay.batch where pipeline = ?";
    return query(sql, row -> row.getDouble(1)).get(0);
  }

  /** The rules that failed, most findings first. */
  public List<RuleTotal> rules() throws SQLException {
    String sql =
        """
        select rule, severity, coalesce(kind, ''), count(*),
               (array_agg(topic order by topic, partition, record_offset))[1],
               (array_agg(partition order by topic, partition, record_offset))[1],
               (array_agg(record_offset order by topic, partition, record_offset))[1],
               coalesce((array_agg(field order by topic, partition, record_offset))[1], ''),
               coalesce((array_agg(value order by topic, partition, record_offset))[1], ''),
               coalesce((array_agg(message order by topic, partition, record_offset))[1], '')
        from assay.finding
        where pipeline = ?
        group by rule, severity, kind
        order by count(*) desc, rule
        """;
    return query(
        sql,
        row ->
            new RuleTotal(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                new FindingExample(
                    row.getString(5),
                    row.getInt(6),
                    row.getLong(7),
                    row.getString(8),
                    row.getString(9),
                    row.getString(10))));
  }

  /**
   * Where a row of a table came from: the latest one written that is no stub. Empty if the table
   * has none.
   *
   * @param concealed columns that are left out
   */
  public Optional<RowOrigin> latestRow(String schema, String table, List<String> concealed)
      throws SQLException {
    String sql =
        """
        select (to_jsonb(t) - array(select key from jsonb_object_keys(to_jsonb(t)) key where key like 'assay\\_%') - CONCEALED)::text,
               t.assay_topic, t.assay_partition, t.assay_offset, (extract(epoch from t.assay_time) * 1000000)::bigint, t.assay_batch, o.run_id, o.pipeline_version,
               o.suite_version, o.committed_at
        from TABLE t
        join assay.origin o using (assay_batch)
        where o.pipeline = ? and (to_jsonb(t) ->> 'assay_stub') is distinct from 'true'
        order by t.assay_batch desc, t.assay_topic, t.assay_partition, t.assay_offset desc
        limit 1
        """
            .replace("TABLE", quoted(schema) + "." + quoted(table))
            .replace("CONCEALED", textArray(concealed));
    List<RowOrigin> rows =
        query(
            sql,
            row ->
                new RowOrigin(
                    table,
                    row.getString(1),
                    new Coordinates(
                        row.getString(2), row.getInt(3), row.getLong(4), row.getLong(5)),
                    row.getLong(6),
                    row.getString(7),
                    row.getString(8),
                    row.getString(9),
                    row.getObject(10, java.time.OffsetDateTime.class).toInstant()));
    return rows.stream().findFirst();
  }

  @FunctionalInterface
  private interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private <T> List<T> query(String sql, RowReader<T> reader) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, pipeline);
      return read(statement, reader);
    }
  }

  private static <T> List<T> read(PreparedStatement statement, RowReader<T> reader)
      throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      List<T> found = new ArrayList<>();
      while (rows.next()) {
        found.add(reader.read(rows));
      }
      return found;
    }
  }

  private static String textArray(List<String> texts) {
    return texts.stream()
        .map(Identifier::literal)
        .collect(Collectors.joining(", ", "array[", "]::text[]"));
  }

  private static String quoted(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }
}
