package io.assay.flow.refine;

import io.assay.model.Pipeline;
import io.assay.model.file.Rendered;
import io.assay.postgres.RunInfo;
import io.assay.runtime.JobContext;
import io.assay.runtime.SuiteVersion;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;
import org.apache.spark.sql.SparkSession;

/** What the ledger says about a run. */
public final class RunDetails {
  private RunDetails() {}

  /** The details of the run that the context starts. */
  public static RunInfo of(JobContext context) {
    return of(context.pipeline(), context.runId(), context.spark());
  }

  /** The details of a run. */
  static RunInfo of(Pipeline pipeline, UUID runId, SparkSession spark) {
    Rendered definition = Rendered.of(pipeline);
    return new RunInfo(
        runId,
        spark.sparkContext().applicationId(),
        host(),
        SuiteVersion.current(),
        definition.version(),
        definition.text());
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
