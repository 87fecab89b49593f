package io.assay.run;

import io.assay.flow.land.LandOptions;
import io.assay.flow.land.LandQuery;
import io.assay.flow.refine.RefineArguments;
import io.assay.flow.refine.RefineOptions.End;
import io.assay.flow.refine.RefineOptions.Source;
import io.assay.flow.refine.RefineQuery;
import io.assay.flow.refine.RefineRun;
import io.assay.flow.refine.RunDetails;
import io.assay.runtime.Job;
import io.assay.runtime.JobContext;
import io.assay.runtime.JobRunner;
import io.assay.runtime.RunningJob;
import io.assay.runtime.option.CommandLine;
import io.assay.runtime.option.Parameter;
import java.util.Optional;
import org.apache.spark.sql.streaming.Trigger;

/** Lands and refines a pipeline in one application. */
final class RunJob implements Job {
  private static final Parameter<Boolean> UNTIL_CAUGHT_UP =
      Parameter.flag("until-caught-up", "land and refine what the topics have now, then end");

  @Override
  public CommandLine commandLine() {
    CommandLine.Builder commandLine =
        JobRunner.commandLine("run", "Land and refine a pipeline in one application.")
            .option(UNTIL_CAUGHT_UP);
    return RefineArguments.addTo(LandOptions.declareUnending(commandLine))
        .example("submit/assay run manufacturing", "until stopped")
        .example("submit/assay run manufacturing --until-caught-up", "what is there now, then end")
        .build();
  }

  @Override
  public RunningJob start(JobContext context) {
    End end = context.arguments().has(UNTIL_CAUGHT_UP) ? End.CAUGHT_UP : End.STOPPED;
    LandOptions given =
        RefineArguments.source(context.arguments()) == Source.LAKE
            ? LandOptions.ofAwaited(context.arguments())
            : LandOptions.of(context.arguments());
    LandOptions land = end == End.CAUGHT_UP ? given.with(Trigger.AvailableNow()) : given;
    LandQuery landing = LandQuery.start(context, land);
    try {
      RefineRun refining =
          new RefineQuery(
                  context.pipeline(),
                  context.environment(),
                  RefineArguments.options(
                      context.arguments(),
                      Optional.of(RefineArguments.interval(context.arguments())),
                      end))
              .start(context.spark(), RunDetails.of(context), RefineArguments.progress(context));
      return new LandAndRefine(landing, refining, end);
    } catch (RuntimeException e) {
      stop(landing);
      throw e;
    }
  }

  private static void stop(LandQuery landing) {
    LandAndRefine.stop(landing.queries().get(0));
    landing.close();
  }
}
