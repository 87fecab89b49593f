package io.assay.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the same records cost with what Spark has on board: its JDBC writer, which appends the rows
 * to empty tables of the same columns (without stamps) and the same primary key. It is quick, but
 * neither validates nor updates, and what it does twice is there twice or fails.
 */
final class SparkWriter {
  static final String SCHEMA = "appended";
  private static final int PASSES = 3;

  private final Bench bench;
  private final DatabaseServer server;

  SparkWriter(Bench bench, DatabaseServer server) {
    this.bench = bench;
    this.server = server;
  }

  /**
   * Appends all records of a topic several times in one application, each time to empty tables; in
   * order, so that the first has the warming up. Each time counts from reading the first record to
   * the last commit.
   *
   * @param records that the topic has
   */
  List<Written> measure(String topic, SparkRows rows, long records)
      throws SQLException, IOException {
    PlainTables.make(server, SCHEMA, rows.names());
    Path times = bench.directory().resolve("append.times");
    AssayProcess spark = AssayProcess.start("Spark's JDBC writer", command(topic, rows, times));
    Meter meter =
        new Meter(
            Map.of(
                Part.KAFKA,
                bench.kafka(),
                Part.SPARK,
                spark.tree(),
                Part.POSTGRESQL,
                server.tree()));
    try (meter) {
      spark.await();
    }
    List<Written> appended = new ArrayList<>();
    for (String line : Files.readAllLines(times)) {
      Instant from = Instant.parse(line.split(" ")[0]);
      Instant to = Instant.parse(line.split(" ")[1]);
      appended.add(Written.between(from, to, records, meter));
    }
    return appended;
  }

  private List<String> command(String topic, SparkRows rows, Path times) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getenv("SPARK_HOME"), "bin", "spark-submit").toString());
    command.addAll(List.of("--class", SparkWriterMain.class.getName()));
    command.addAll(List.of("--conf", "spark.sql.session.timeZone=UTC"));
    command.addAll(List.of("--driver-java-options", System.getProperty("assay.spark.options", "")));
    command.addAll(bench.options().sparkArguments());
    command.add(BenchMain.jar().toString());
    command.addAll(
        List.of(
            bench.sandbox().bootstrapServers(),
            topic,
            server.url(),
            bench.sandbox().user(),
            bench.sandbox().passwordFile().toString(),
            times.toString(),
            Integer.toString(PASSES),
            rows.schema()));
    for (SparkRows.Table table : rows.tables()) {
      command.add(table.name());
      command.add(table.query());
    }
    return command;
  }
}
