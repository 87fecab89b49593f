package io.assay.bench;

import io.assay.sandbox.Runtimes;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the same records cost with Flink SQL, from Kafka by its JDBC connector into an empty table
 * of the same columns (without stamps) and the same primary key, by upserts. Nothing is validated,
 * and an older version replaces a newer one; after a failure records come again (at least once).
 */
final class FlinkWriter {
  private static final String SCHEMA = "upserted";

  /** What the JVM of a local Flink needs on Java 17, as {@code config.yaml} of Flink has it. */
  private static final List<String> OPENED =
      List.of(
          "java.lang", "java.net", "java.io", "java.nio", "java.text", "java.time", "java.util");

  private final Bench bench;
  private final DatabaseServer server;

  /**
   * The second half of the records, when the JVM has compiled what runs.
   *
   * @param peakBytes of the JVM's memory
   */
  record Upserted(Written secondHalf, long peakBytes) {}

  FlinkWriter(Bench bench, DatabaseServer server) {
    this.bench = bench;
    this.server = server;
  }

  /**
   * Upserts all records of a topic once; what is stored then has to be what refine has stored.
   *
   * @param records that the topic has; each becomes a row
   */
  Upserted measure(String topic, FlinkRows rows, long records) throws SQLException {
    PlainTables.make(server, SCHEMA, List.of(rows.table()));
    String table = SCHEMA + "." + rows.table();
    AssayProcess flink = AssayProcess.start("Flink SQL", command(topic, rows, table));
    Meter meter =
        new Meter(
            Map.of(
                Part.KAFKA,
                bench.kafka(),
                Part.SPARK, // whose place Flink takes
                flink.tree(),
                Part.POSTGRESQL,
                server.tree()));
    try (TableGrowth growth = new TableGrowth(server, table)) {
      try (meter) {
        flink.await();
      }
      requireSame(rows.table(), table, records);
      Written secondHalf =
          Written.between(growth.reached(0.5), growth.reached(1), records / 2, meter);
      return new Upserted(secondHalf, meter.peak(Part.SPARK));
    }
  }

  /** A result that is not that of refine is no result. */
  private void requireSame(String refined, String upserted, long records) throws SQLException {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      String columns;
      try (ResultSet row =
          statement.executeQuery(
              "select string_agg(attname, ', ' order by attnum) from pg_attribute where attrelid = '%s'::regclass and attnum > 0 and not attisdropped"
                  .formatted(upserted))) {
        row.next();
        columns = row.getString(1);
      }
      try (ResultSet row =
          statement.executeQuery(
              "select count(*), (select count(*) from (select %1$s from %2$s except select %1$s from %3$s) missing) from %3$s"
                  .formatted(columns, refined, upserted))) {
        row.next();
        if (row.getLong(1) != records || row.getLong(2) != 0) {
          throw new BenchException(
              "Flink SQL has stored %d rows, and %d of refine's are not among them; there are %d records"
                  .formatted(row.getLong(1), row.getLong(2), records));
        }
      }
    }
  }

  private List<String> command(String topic, FlinkRows rows, String table) {
    Path jars = Runtimes.assembled("flink").resolve("jars");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "-Duser.timezone=UTC"));
    OPENED.forEach(name -> command.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
    // Flink's client of Kafka before ours, which Spark uses.
    command.addAll(List.of("-cp", jars.resolve("*") + ":" + BenchMain.jar()));
    command.add(FlinkWriterMain.class.getName());
    command.addAll(
        List.of(
            bench.sandbox().bootstrapServers(),
            topic,
            server.url(),
            bench.sandbox().user(),
            bench.sandbox().passwordFile().toString(),
            table,
            rows.recordColumns(),
            rows.rowColumns(),
            rows.query()));
    return command;
  }
}
