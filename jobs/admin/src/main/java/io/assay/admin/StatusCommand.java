package io.assay.admin;

import io.assay.admin.status.PipelineStatus;
import io.assay.admin.status.StatusJson;
import io.assay.admin.status.StatusProbe;
import io.assay.admin.status.StatusText;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import io.assay.model.file.EnvironmentFile;
import io.assay.model.file.PipelineFile;
import io.assay.runtime.CommandRunner;
import io.assay.runtime.Driver;
import io.assay.runtime.ExitStatus;
import io.assay.runtime.JobRunner;
import io.assay.runtime.SessionFactory;
import io.assay.runtime.option.Arguments;
import io.assay.runtime.option.CommandLine;
import io.assay.runtime.option.Parameter;
import java.time.Clock;
import org.apache.spark.sql.SparkSession;

/** {@code status}: whether a pipeline runs, and how far behind Kafka it is. Changes nothing. */
final class StatusCommand implements AdminCommand {
  private static final Parameter<Boolean> JSON =
      Parameter.flag("json", "print one JSON object instead of text");
  private static final CommandLine COMMAND_LINE =
      JobRunner.commandLine(
              "status",
              "Whether a pipeline is being refined and by whom, its last commit, and how far it is behind Kafka. Ends with 0 if it is being refined, 1 if not.")
          .option(JSON)
          .example("submit/assay status manufacturing", "for whoever is on call")
          .example("submit/assay status manufacturing --json", "for programs")
          .build();

  @Override
  public void runAndExit(String[] args) {
    Driver.run("assay-status", () -> run(args));
  }

  static ExitStatus run(String[] args) {
    return CommandRunner.run(COMMAND_LINE, args, StatusCommand::show);
  }

  private static ExitStatus show(Arguments arguments) {
    Pipeline pipeline = PipelineFile.parse(arguments.required(JobRunner.PIPELINE));
    Environment environment = EnvironmentFile.parse(arguments.required(JobRunner.ENVIRONMENT));
    SparkSession session =
        SessionFactory.start("assay-status-" + pipeline.name(), environment.lake());
    try {
      PipelineStatus status =
          new StatusProbe(session, pipeline, environment, Clock.systemUTC()).ask();
      System.out.print(arguments.has(JSON) ? StatusJson.of(status) : StatusText.of(status));
      return status.exit();
    } finally {
      session.stop();
    }
  }
}
