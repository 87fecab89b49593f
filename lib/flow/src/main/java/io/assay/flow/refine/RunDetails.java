package io.assay.flow.refine;

import io.assay.model.file.Rendered;
import io.assay.postgres.RunInfo;
import io.assay.runtime.JobContext;
import io.assay.runtime.SuiteVersion;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** What the ledger says about a run. */
public final class RunDetails {
  private RunDetails() {}

  /** The details of the run that the context starts. */
  public static RunInfo of(JobContext context) {
    Rendered definition = Rendered.of(context.pipeline());
    return new RunInfo(
        context.runId(),
        context.spark().sparkContext().applicationId(),
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
