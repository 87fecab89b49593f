package io.assay.bench;

import io.assay.bench.FlinkWriter.Upserted;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Measures how fast the rows of a topic's records come into the tables, and then what the same rows
 * cost with {@code COPY} and with Spark's own writer.
 */
final class Throughput {
  private final Bench bench;
  private final Path pipeline;
  private final String topic;
  private final SparkRows rows;
  private final Optional<FlinkRows> flinkRows;

  /**
   * Measures refine.
   *
   * @param rows its tables, of which the first has a row of every batch
   */
  Throughput(Bench bench, Path pipeline, String topic, SparkRows rows) {
    this(bench, pipeline, topic, rows, Optional.empty());
  }

  /**
   * Measures refine.
   *
   * @param rows its tables, of which the first has a row of every batch
   * @param flinkRows how Flink SQL makes them, if refine is to be compared with it
   */
  Throughput(
      Bench bench, Path pipeline, String topic, SparkRows rows, Optional<FlinkRows> flinkRows) {
    this.bench = bench;
    this.pipeline = pipeline;
    this.topic = topic;
    this.rows = rows;
    this.flinkRows = flinkRows;
  }

  /**
   * Refines all records and measures it.
   *
   * @param expected how many rows each table has to have then
   */
  ThroughputReport measure(Target target, Map<String, Long> expected)
      throws SQLException, IOException {
    return compare(refine(target, expected), target.server(), bench.records());
  }

  /**
   * Measures what else stores the rows.
   *
   * @param records that the topic has; all of them have become rows
   */
  ThroughputReport compare(Refined refined, DatabaseServer server, long records)
      throws SQLException, IOException {
    return new ThroughputReport(
        refined,
        records,
        new CopyBaseline(server, rows.names()).measure(bench.directory()),
        new SparkWriter(bench, server).measure(topic, rows, records),
        upserted(server, records));
  }

  private Optional<Upserted> upserted(DatabaseServer server, long records) throws SQLException {
    return flinkRows.isEmpty()
        ? Optional.empty()
        : Optional.of(new FlinkWriter(bench, server).measure(topic, flinkRows.get(), records));
  }

  /**
   * Refines all records; every one of them has to be applied.
   *
   * @param expected how many rows each table has to have then
   */
  Refined refine(Target target, Map<String, Long> expected) throws SQLException {
    DatabaseServer server = target.server();
    server.checkpoint();
    ProcessTree kafka = bench.kafka();
    double kafkaBefore = kafka.cpuSeconds();
    double serverBefore = server.tree().cpuSeconds();
    Optional<SessionProfile> profile = profile(server);
    AssayProcess refine = AssayProcess.verb("refine", pipeline, target, arguments());
    Meter meter =
        new Meter(
            Map.of(Part.KAFKA, kafka, Part.SPARK, refine.tree(), Part.POSTGRESQL, server.tree()));
    Duration command;
    try (meter) {
      command = refine.await();
    } finally {
      profile.ifPresent(SessionProfile::close);
    }
    Map<Part, Double> cpuSeconds = new EnumMap<>(Part.class);
    cpuSeconds.put(Part.KAFKA, kafka.cpuSeconds() - kafkaBefore);
    cpuSeconds.put(Part.SPARK, refine.cpuSeconds());
    cpuSeconds.put(Part.POSTGRESQL, server.tree().cpuSeconds() - serverBefore);
    List<LedgerBatch> batches = batches(server, bench.records());
    requireRows(server, expected);
    return Refined.of(command, cpuSeconds, batches, meter, profile);
  }

  /** Of the sessions of a database, if it is asked for; it has begun. */
  Optional<SessionProfile> profile(DatabaseServer server) throws SQLException {
    return bench.options().profile() ? Optional.of(new SessionProfile(server)) : Optional.empty();
  }

  private String[] arguments() {
    List<String> arguments = new ArrayList<>(List.of("--source", "kafka", "--available-now"));
    arguments.addAll(List.of("--max-offsets-per-batch", Long.toString(bench.batchRecords())));
    arguments.addAll(bench.options().sparkArguments());
    return arguments.toArray(String[]::new);
  }

  /** The batches of the ledger, in order; every record has to be applied. */
  List<LedgerBatch> batches(DatabaseServer server, long records) throws SQLException {
    try (Connection connection = server.connect()) {
      List<LedgerBatch> batches = LedgerBatch.all(connection, rows.tables().get(0).name());
      long applied = batches.stream().mapToLong(LedgerBatch::applied).sum();
      if (applied != records) {
        throw new BenchException(
            "Of %d records, all valid, the ledger has %d applied".formatted(records, applied));
      }
      return batches;
    }
  }

  /** A result that is not what the records must give is no result. */
  void requireRows(DatabaseServer server, Map<String, Long> expected) throws SQLException {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      for (Map.Entry<String, Long> table : expected.entrySet()) {
        try (ResultSet row = statement.executeQuery("select count(*) from " + table.getKey())) {
          row.next();
          if (row.getLong(1) != table.getValue()) {
            throw new BenchException(
                "The table %s has %d rows; the records make %d"
                    .formatted(table.getKey(), row.getLong(1), table.getValue()));
          }
        }
      }
    }
  }
}
