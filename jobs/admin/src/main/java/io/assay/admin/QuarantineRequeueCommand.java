package io.assay.admin;

import io.assay.engine.function.AssayFunctions;
import io.assay.flow.refine.RequeueRun;
import io.assay.model.AssayException;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import io.assay.model.file.EnvironmentFile;
import io.assay.model.file.PipelineFile;
import io.assay.postgres.DatabaseConnector;
import io.assay.postgres.quarantine.Quarantine;
import io.assay.runtime.CommandRunner;
import io.assay.runtime.ExitStatus;
import io.assay.runtime.JobRunner;
import io.assay.runtime.SessionFactory;
import io.assay.runtime.option.Arguments;
import io.assay.runtime.option.CommandLine;
import io.assay.runtime.option.Parameter;
import java.sql.Connection;
import java.sql.SQLException;
import org.apache.spark.sql.SparkSession;

/** {@code quarantine requeue}: has chosen records refined again. */
final class QuarantineRequeueCommand implements AdminCommand {
  private static final Parameter<Boolean> ALL = Parameter.flag("all", "every record in quarantine");
  private static final Parameter<Boolean> NOW =
      Parameter.flag(
          "now", "refine them at once, then end; only while no other run works on the pipeline");
  private static final Parameter<String> REASON =
      Parameter.text("reason", "TEXT", "why, for the ledger");
  private static final CommandLine COMMAND_LINE =
      QuarantineOptions.addTo(
              JobRunner.commandLine(
                  "quarantine requeue",
                  "Marks records in quarantine, for refine to take their bytes from the raw table and run them through the pipeline as it is now."))
          .option(ALL)
          .option(REASON)
          .option(Actor.BY)
          .option(NOW)
          .example(
              "submit/assay quarantine requeue manufacturing --rule duplicate-item --reason \"rule corrected\"",
              "those that fail one rule; the refine that runs, or the next one, takes them up")
          .example(
              "submit/assay quarantine requeue manufacturing --record fabrication/0/11 --now",
              "one record, at once")
          .build();

  @Override
  public void runAndExit(String[] args) {
    CommandRunner.runAndExit(COMMAND_LINE, args, QuarantineRequeueCommand::requeue);
  }

  private static ExitStatus requeue(Arguments arguments) {
    if (QuarantineOptions.isAll(arguments) && !arguments.has(ALL)) {
      throw new AssayException(
          AssayException.Kind.USER,
          "Which records? Choose by --rule, --since, --until, --key or --record, or say --all.");
    }
    Pipeline pipeline = PipelineFile.parse(arguments.required(JobRunner.PIPELINE));
    Environment environment = EnvironmentFile.parse(arguments.required(JobRunner.ENVIRONMENT));
    long marked = mark(arguments, pipeline, environment);
    System.out.printf("%,d of the records in quarantine are marked to be refined again.%n", marked);
    if (arguments.has(NOW)) {
      System.out.print(refine(pipeline, environment));
    } else if (marked > 0) {
      System.out.printf(
          "The refine that runs takes them up with its next batch or within ten seconds; without one, the next does.%n"
              + "What has become of them: submit/assay quarantine show %s TOPIC/PARTITION/OFFSET%n",
          pipeline.name());
    }
    return ExitStatus.STOPPED;
  }

  private static long mark(Arguments arguments, Pipeline pipeline, Environment environment) {
    DatabaseConnector connector = new DatabaseConnector(environment.database());
    try (Connection connection = connector.open("assay/" + pipeline.name() + "/requeue")) {
      Quarantine quarantine = new Quarantine(connection, pipeline.name());
      return quarantine.requeue(
          QuarantineOptions.selection(arguments, quarantine, pipeline.name(), environment.lake()),
          arguments.value(Actor.BY).orElseGet(Actor::unnamed),
          arguments.value(REASON));
    } catch (SQLException e) {
      throw connector.failure("Cannot mark records in quarantine", e);
    }
  }

  private static String refine(Pipeline pipeline, Environment environment) {
    SparkSession session =
        SessionFactory.start("assay-requeue-" + pipeline.name(), environment.lake());
    try {
      AssayFunctions.register(session);
      RequeueRun.Outcome outcome = RequeueRun.run(session, pipeline, environment);
      return "Refined again: %,d applied, %,d superseded, %,d filtered, %,d held; %,d stay in quarantine.%n"
          .formatted(
              outcome.applied(),
              outcome.superseded(),
              outcome.filtered(),
              outcome.held(),
              outcome.quarantined());
    } finally {
      session.stop();
    }
  }
}
