package io.assay.lake;

import org.apache.spark.sql.SparkSession;

/** The one session of the tests of this module. */
final class TestSession {
  private static final SparkSession SPARK =
      SparkSession.builder()
          .master("local[2]")
          .appName("lake-test")
          .config("spark.driver.host", "127.0.0.1")
          .config("spark.driver.bindAddress", "127.0.0.1")
          .config("spark.ui.enabled", "false")
          .config("spark.sql.shuffle.partitions", "2")
          .config("spark.sql.session.timeZone", "UTC")
          .config("spark.sql.ansi.enabled", "true")
          .config("spark.databricks.delta.snapshotPartitions", "2")
          .config("spark.delta.logStore.file.impl", LocalDeltaLogStore.class.getName())
          .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
          .config(
              "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
          .getOrCreate();

  private TestSession() {}

  static SparkSession spark() {
    return SPARK;
  }
}
