package io.assay.land;

import io.assay.flow.land.LandOptions;
import io.assay.flow.land.LandQuery;
import io.assay.runtime.Job;
import io.assay.runtime.JobContext;
import io.assay.runtime.JobRunner;
import io.assay.runtime.RunningJob;
import io.assay.runtime.option.CommandLine;

/** Copies every record of a pipeline's topics into its raw table. */
final class LandJob implements Job {
  @Override
  public CommandLine commandLine() {
    return LandOptions.declare(
            JobRunner.commandLine("land", "copies Kafka topics, byte for byte, into the raw table"))
        .example(
            "land manufacturing.conf --env local.conf", "lands what comes, until it is stopped")
        .example(
            "land manufacturing.conf --env local.conf --available-now",
            "lands what is there, then ends")
        .example(
            "land manufacturing.conf --env production.conf --interval 10s --starting latest",
            "writes fewer and larger files; new topics begin with the next record")
        .build();
  }

  @Override
  public RunningJob start(JobContext context) {
    return LandQuery.start(context, LandOptions.of(context.arguments()));
  }
}
