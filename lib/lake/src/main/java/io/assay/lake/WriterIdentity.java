package io.assay.lake;

import java.util.UUID;
import org.apache.spark.sql.SparkSession;

/**
 * Who writes to the raw table, so that another writer can be named.
 *
 * @param runId this start of land
 * @param applicationId Spark's
 * @param host where the driver runs
 */
public record WriterIdentity(String runId, String applicationId, String host) {
  /** This process. */
  public static WriterIdentity of(SparkSession spark, UUID runId) {
    return new WriterIdentity(
        runId.toString(),
        spark.sparkContext().applicationId(),
        spark.sparkContext().conf().get("spark.driver.host"));
  }

  @Override
  public String toString() {
    return "run " + runId + " (application " + applicationId + " on " + host + ")";
  }
}
