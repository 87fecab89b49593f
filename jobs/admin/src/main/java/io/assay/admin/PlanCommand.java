package io.assay.admin;

import io.assay.admin.plan.Plan;
import io.assay.admin.plan.Plan.With;
import io.assay.admin.plan.PlanJson;
import io.assay.admin.plan.PlanText;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import io.assay.model.file.EnvironmentFile;
import io.assay.model.file.PipelineFile;
import io.assay.runtime.CommandRunner;
import io.assay.runtime.Driver;
import io.assay.runtime.ExitStatus;
import io.assay.runtime.JobRunner;
import io.assay.runtime.option.Arguments;
import io.assay.runtime.option.CommandLine;
import io.assay.runtime.option.Parameter;
import java.util.EnumSet;
import java.util.Set;

/** {@code plan}: what a pipeline would do, and what is missing. Changes nothing. */
final class PlanCommand implements AdminCommand {
  private static final Parameter<Boolean> STATEMENTS =
      Parameter.flag("statements", "also show the statements that merge a batch");
  private static final Parameter<Boolean> JSON =
      Parameter.flag("json", "print one JSON object instead of text");
  private static final Parameter<Boolean> OFFLINE =
      Parameter.flag("offline", "ask neither the database nor Kafka nor the schema registry");
  private static final CommandLine COMMAND_LINE =
      JobRunner.commandLine(
              "plan",
              "What a pipeline would do where it is to run, and what is missing there. Ends with 0 if there is nothing to do, 1 if something would change, 2 if it would not start.")
          .option(STATEMENTS)
          .option(JSON)
          .option(OFFLINE)
          .example("assay plan manufacturing", "before a deployment")
          .example("assay plan manufacturing --offline", "only what the definition says")
          .build();

  @Override
  public void runAndExit(String[] args) {
    Driver.run("assay-plan", () -> run(args));
  }

  static ExitStatus run(String[] args) {
    ExitStatus status = CommandRunner.run(COMMAND_LINE, args, PlanCommand::plan);
    // A plan that could not be made is a fault, whatever is to blame for it.
    return status == ExitStatus.STOPPED || status == ExitStatus.CHANGES ? status : ExitStatus.USAGE;
  }

  private static ExitStatus plan(Arguments arguments) {
    Pipeline pipeline = PipelineFile.parse(arguments.required(JobRunner.PIPELINE));
    Environment environment = EnvironmentFile.parse(arguments.required(JobRunner.ENVIRONMENT));
    Set<With> with = EnumSet.noneOf(With.class);
    if (!arguments.has(OFFLINE)) {
      with.add(With.ENVIRONMENT);
    }
    if (arguments.has(STATEMENTS)) {
      with.add(With.STATEMENTS);
    }
    Plan plan = Plan.of(pipeline, environment, with);
    System.out.print(arguments.has(JSON) ? PlanJson.of(plan) : PlanText.of(plan));
    return plan.status();
  }
}
