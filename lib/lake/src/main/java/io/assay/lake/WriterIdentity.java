package io.assay.lake;

/**
 * Who writes to the raw table, so that another writer can be named.
 *
 * @param runId this start of land
 * @param applicationId Spark's
 * @param host where the driver runs
 */
public record WriterIdentity(String runId, String applicationId, String host) {
  @Override
  public String toString() {
    return "run " + runId + " (application " + applicationId + " on " + host + ")";
  }
}
