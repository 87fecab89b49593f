package io.assay.runtime;

import io.assay.runtime.option.CommandLine;

/**
 * A job of the suite: the arguments it takes, and how its queries are started. {@link JobRunner}
 * does the rest.
 */
public interface Job {

  /**
   * The arguments. {@link JobRunner#PIPELINE} and {@link JobRunner#ENVIRONMENT} are for the runner
   * and must be among them.
   */
  CommandLine commandLine();

  /**
   * Checks what the queries need and starts them.
   *
   * @throws io.assay.model.AssayException if the job cannot start
   */
  RunningJob start(JobContext context);
}
