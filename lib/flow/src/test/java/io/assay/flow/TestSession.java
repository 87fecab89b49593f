package io.assay.flow;

import io.assay.runtime.SessionFactory;
import org.apache.spark.sql.SparkSession;

/** The one session of the tests of this module, as the jobs make it. */
public final class TestSession {
  private static final SparkSession SPARK = start();

  private TestSession() {}

  public static SparkSession spark() {
    return SPARK;
  }

  private static SparkSession start() {
    System.setProperty("spark.master", "local[2]");
    System.setProperty("spark.driver.host", "127.0.0.1");
    System.setProperty("spark.driver.bindAddress", "127.0.0.1");
    System.setProperty("spark.sql.shuffle.partitions", "2");
    return SessionFactory.start("flow-test");
  }
}
