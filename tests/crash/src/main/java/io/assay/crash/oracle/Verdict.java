package io.assay.crash.oracle;

import io.assay.crash.CrashException;
import io.assay.crash.feed.Feed;
import io.assay.crash.feed.Table;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * What has become of everything that was fed.
 *
 * @param records how many were fed
 * @param leftovers what the jobs have left in the database
 */
public record Verdict(long records, Differences differences, List<String> leftovers) {

  /** Compares everything, once the jobs have ended. */
  public static Verdict of(
      List<Feed> feeds, String bootstrapServers, Connection connection, String lake)
      throws SQLException, IOException {
    Differences differences = new Differences();
    try (Statement statement = connection.createStatement()) {
      statement.execute("set timezone = 'UTC'");
    }
    long records = 0;
    try (SparkSession spark = spark()) {
      for (Feed feed : feeds) {
        Oracle oracle = new Oracle(feed.workload());
        new KafkaTopic(bootstrapServers, feed.workload().topic()).forEach(oracle::add);
        if (oracle.records() != feed.sent()) {
          throw new CrashException(
              "Of %d records that were sent to %s, Kafka has %d"
                  .formatted(feed.sent(), feed.workload().topic(), oracle.records()));
        }
        records += oracle.records();
        for (Map.Entry<Table, Map<List<String>, ExpectedRow>> rows : oracle.rows().entrySet()) {
          new TableComparison(connection, differences).compare(rows.getKey(), rows.getValue());
        }
        String pipeline = feed.workload().pipeline();
        new LedgerComparison(connection, pipeline, differences).compare(oracle);
        LakeComparison comparison = new LakeComparison(spark, lake, differences);
        comparison.compareRaw(pipeline, oracle.raw());
        comparison.compareSilver(pipeline, feed.workload().kind(), oracle.accepted());
      }
    }
    return new Verdict(records, differences, Leftovers.in(connection));
  }

  private static SparkSession spark() {
    return SparkSession.builder()
        .appName("assay-crash-test")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
        .config(
            "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
        .config("spark.databricks.delta.snapshotPartitions", "2")
        .getOrCreate();
  }

  /** Whether everything is as it must be. */
  public boolean isGood() {
    return differences.isNone() && leftovers.isEmpty();
  }
}
