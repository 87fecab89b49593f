package io.assay.land;

import io.assay.runtime.JobRunner;

/** Starts land. */
public final class LandMain {
  private LandMain() {}

  public static void main(String[] args) {
    JobRunner.runAndExit(new LandJob(), args);
  }
}
