package io.assay.refine;

import io.assay.flow.refine.RefineArguments;
import io.assay.flow.refine.RefineOptions;
import io.assay.flow.refine.RefineOptions.End;
import io.assay.flow.refine.RefineQuery;
import io.assay.flow.refine.RunDetails;
import io.assay.runtime.Job;
import io.assay.runtime.JobContext;
import io.assay.runtime.JobRunner;
import io.assay.runtime.RunningJob;
import io.assay.runtime.option.CommandLine;
import io.assay.runtime.option.Parameter;
import java.util.Optional;

/** Refines the records of a pipeline into its database. */
final class RefineJob implements Job {
  private static final Parameter<Boolean> AVAILABLE_NOW =
      Parameter.flag("available-now", "refine what is there now, then end");

  @Override
  public CommandLine commandLine() {
    return RefineArguments.addTo(
            JobRunner.commandLine(
                    "refine",
                    "Validate, stamp and normalize the records of a pipeline into its database.")
                .option(AVAILABLE_NOW))
        .example("submit/assay refine manufacturing", "from the lake, until stopped")
        .example(
            "submit/assay refine manufacturing --source kafka",
            "straight from Kafka, for sub-second freshness")
        .example("submit/assay refine manufacturing --available-now", "what is there now, then end")
        .build();
  }

  @Override
  public RunningJob start(JobContext context) {
    RefineOptions options =
        context.arguments().has(AVAILABLE_NOW)
            ? RefineArguments.options(context.arguments(), Optional.empty(), End.CAUGHT_UP)
            : RefineArguments.options(
                context.arguments(),
                Optional.of(RefineArguments.interval(context.arguments())),
                End.STOPPED);
    return new RefineQuery(context.pipeline(), context.environment(), options)
        .start(context.spark(), RunDetails.of(context), RefineArguments.progress(context));
  }
}
