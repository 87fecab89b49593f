package io.assay.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.from_json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * What a team writes without Assay: reads a topic, decodes the JSON, and appends the rows with
 * Spark's JDBC writer. Started with spark-submit by {@link SparkWriter}, which has the order of the
 * arguments.
 */
public final class SparkWriterMain {
  private static final String BATCH_SIZE = "10000";

  private SparkWriterMain() {}

  /** Runs the application. */
  public static void main(String[] args) throws IOException, SQLException {
    String brokers = args[0];
    String topic = args[1];
    String url = args[2];
    String user = args[3];
    String password = Files.readString(Path.of(args[4]));
    Path times = Path.of(args[5]);
    int passes = Integer.parseInt(args[6]);
    String schema = args[7];
    List<SparkRows.Table> tables = new ArrayList<>();
    for (int i = 8; i < args.length; i += 2) {
      tables.add(new SparkRows.Table(args[i], args[i + 1]));
    }
    Map<String, String> database =
        Map.of(
            "url", url + (url.contains("?") ? "&" : "?") + "reWriteBatchedInserts=true",
            "driver", org.postgresql.Driver.class.getName(),
            "user", user,
            "password", password,
            "batchsize", BATCH_SIZE);
    SparkSession spark = SparkSession.builder().appName("bench-spark-writer").getOrCreate();
    List<String> lines = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(url, user, password);
        Statement statement = connection.createStatement()) {
      for (int pass = 0; pass < passes; pass++) {
        for (SparkRows.Table table : tables) {
          statement.execute("truncate " + SparkWriter.SCHEMA + "." + table.name());
        }
        Instant from = Instant.now();
        append(spark, records(spark, brokers, topic, schema), tables, database);
        lines.add(from + " " + Instant.now());
      }
    }
    Files.write(times, lines);
    spark.stop();
  }

  private static Dataset<Row> records(
      SparkSession spark, String brokers, String topic, String schema) {
    return spark
        .read()
        .format("kafka")
        .option("kafka.bootstrap.servers", brokers)
        .option("subscribe", topic)
        .option("startingOffsets", "earliest")
        .load()
        .select(from_json(col("value").cast("string"), schema, Map.of()).as("record"))
        .select("record.*");
  }

  private static void append(
      SparkSession spark,
      Dataset<Row> records,
      List<SparkRows.Table> tables,
      Map<String, String> database) {
    if (tables.size() > 1) {
      records.persist(); // read and decoded once, for all tables
    }
    records.createOrReplaceTempView("record");
    for (SparkRows.Table table : tables) {
      spark
          .sql(table.query())
          .write()
          .format("jdbc")
          .options(database)
          .option("dbtable", SparkWriter.SCHEMA + "." + table.name())
          .mode(SaveMode.Append)
          .save();
    }
    records.unpersist();
  }
}
