package io.assay.refine;

import io.assay.runtime.JobRunner;

/** Entry point of {@code refine}. */
public final class RefineMain {
  private RefineMain() {}

  public static void main(String[] args) {
    JobRunner.runAndExit(new RefineJob(), args);
  }
}
