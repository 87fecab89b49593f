package io.assay.run;

import io.assay.runtime.JobRunner;

/** Entry point of {@code run}. */
public final class RunMain {
  private RunMain() {}

  public static void main(String[] args) {
    JobRunner.runAndExit(new RunJob(), args);
  }
}
