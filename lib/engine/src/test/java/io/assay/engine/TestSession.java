package io.assay.engine;

import io.assay.engine.function.AssayFunctions;
import org.apache.spark.sql.SparkSession;

/** The sessions of the tests of this module, all of one Spark, which ends with the JVM. */
public final class TestSession {
  private static final SparkSession SPARK = start();

  private TestSession() {}

  /** The one that most tests share; they change nothing about it. */
  public static SparkSession spark() {
    return SPARK;
  }

  /** One for a test with settings or functions of its own, in which Spark leaves a rule out. */
  public static SparkSession without(String optimizerRule) {
    SparkSession own = SPARK.newSession();
    own.conf()
        .set(
            "spark.sql.optimizer.excludedRules",
            "org.apache.spark.sql.catalyst.optimizer." + optimizerRule);
    AssayFunctions.register(own);
    return own;
  }

  private static SparkSession start() {
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .appName("engine-test")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.ansi.enabled", "true")
            .getOrCreate();
    AssayFunctions.register(spark);
    return spark;
  }
}
