package io.assay.admin;

import io.assay.flow.upkeep.PipelineUpkeep;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import io.assay.model.file.EnvironmentFile;
import io.assay.model.file.PipelineFile;
import io.assay.runtime.CommandRunner;
import io.assay.runtime.ExitStatus;
import io.assay.runtime.JobRunner;
import io.assay.runtime.SessionFactory;
import io.assay.runtime.option.Arguments;
import io.assay.runtime.option.CommandLine;
import org.apache.spark.sql.SparkSession;

/** {@code upkeep}: does once what the jobs do now and then, and deletes what dead writers left. */
final class UpkeepCommand implements AdminCommand {
  private static final CommandLine COMMAND_LINE =
      JobRunner.commandLine(
              "upkeep",
              "Puts small files of a pipeline's lake together, removes what is no longer part of its tables, and folds old batches of its ledger.")
          .example(
              "submit/assay upkeep manufacturing", "once; while the jobs run, or from a schedule")
          .build();

  @Override
  public void runAndExit(String[] args) {
    CommandRunner.runAndExit(COMMAND_LINE, args, UpkeepCommand::keep);
  }

  private static ExitStatus keep(Arguments arguments) {
    Pipeline pipeline = PipelineFile.parse(arguments.required(JobRunner.PIPELINE));
    Environment environment = EnvironmentFile.parse(arguments.required(JobRunner.ENVIRONMENT));
    SparkSession session =
        SessionFactory.start("assay-upkeep-" + pipeline.name(), environment.lake());
    try {
      PipelineUpkeep upkeep = new PipelineUpkeep(session, pipeline, environment);
      System.out.println("raw table:  " + upkeep.raw());
      System.out.println("silver:     " + upkeep.silver());
      upkeep.deleteOrphans();
      System.out.printf("ledger:     %,d batches folded%n", upkeep.ledger());
      return ExitStatus.STOPPED;
    } finally {
      session.stop();
    }
  }
}
