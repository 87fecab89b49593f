package io.assay.admin;

import io.assay.model.Environment;
import io.assay.model.file.EnvironmentFile;
import io.assay.model.file.PipelineFile;
import io.assay.postgres.DatabaseConnector;
import io.assay.postgres.quarantine.Quarantine;
import io.assay.postgres.quarantine.Selection;
import io.assay.runtime.CommandRunner;
import io.assay.runtime.ExitStatus;
import io.assay.runtime.JobRunner;
import io.assay.runtime.option.Arguments;
import io.assay.runtime.option.CommandLine;
import io.assay.runtime.option.Parameter;
import java.sql.Connection;
import java.sql.SQLException;

/** {@code quarantine list}: the records in quarantine and what was found. */
final class QuarantineListCommand implements AdminCommand {
  private static final long DEFAULT_LIMIT = 50;
  private static final Parameter<Long> LIMIT =
      Parameter.count("limit", "at most so many records, the latest first (default: 50)");
  private static final CommandLine COMMAND_LINE =
      QuarantineOptions.addTo(
              JobRunner.commandLine(
                  "quarantine list",
                  "Show the records of a pipeline that are in quarantine, and why."))
          .option(LIMIT)
          .example("submit/assay quarantine list manufacturing", "the latest 50")
          .example(
              "submit/assay quarantine list manufacturing --rule duplicate-item",
              "those that failed one rule")
          .build();

  @Override
  public void runAndExit(String[] args) {
    CommandRunner.runAndExit(COMMAND_LINE, args, QuarantineListCommand::list);
  }

  private static ExitStatus list(Arguments arguments) {
    String pipeline = PipelineFile.parse(arguments.required(JobRunner.PIPELINE)).name();
    Environment environment = EnvironmentFile.parse(arguments.required(JobRunner.ENVIRONMENT));
    DatabaseConnector connector = new DatabaseConnector(environment.database());
    int limit = Math.toIntExact(arguments.value(LIMIT).orElse(DEFAULT_LIMIT));
    try (Connection connection = connector.open("assay/" + pipeline + "/quarantine")) {
      Quarantine quarantine = new Quarantine(connection, pipeline);
      Selection selection =
          QuarantineOptions.selection(arguments, quarantine, pipeline, environment.lake());
      System.out.print(
          QuarantineText.of(
              pipeline, selection, quarantine.size(), quarantine.list(selection, limit)));
      return ExitStatus.STOPPED;
    } catch (SQLException e) {
      throw connector.failure("Cannot read the quarantine", e);
    }
  }
}
