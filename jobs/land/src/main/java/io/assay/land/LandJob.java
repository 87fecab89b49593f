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
            JobRunner.commandLine(
                "land", "Copy the Kafka topics of a pipeline, byte for byte, into its raw table."))
        .example("submit/assay land manufacturing", "what comes, until stopped")
        .example("submit/assay land manufacturing --available-now", "what is there now, then end")
        .example(
            "submit/assay land manufacturing --env production.conf --interval 10s --starting latest",
            "fewer and larger files; new topics begin with the next record")
        .build();
  }

  @Override
  public RunningJob start(JobContext context) {
    return LandQuery.start(context, LandOptions.of(context.arguments()));
  }
}
