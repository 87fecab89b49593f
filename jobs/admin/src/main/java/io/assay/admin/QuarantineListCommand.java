package io.assay.admin;

import io.assay.model.file.EnvironmentFile;
import io.assay.model.file.PipelineFile;
import io.assay.postgres.DatabaseConnector;
import io.assay.postgres.report.LedgerReport;
import io.assay.postgres.report.QuarantinedRecord;
import io.assay.runtime.CommandRunner;
import io.assay.runtime.ExitStatus;
import io.assay.runtime.JobRunner;
import io.assay.runtime.option.Arguments;
import io.assay.runtime.option.CommandLine;
import io.assay.runtime.option.Parameter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** {@code quarantine list}: the records in quarantine and what was found. */
final class QuarantineListCommand implements AdminCommand {
  private static final long DEFAULT_LIMIT = 50;
  private static final Parameter<String> RULE =
      Parameter.text("rule", "RULE", "only records that failed this rule");
  private static final Parameter<Long> LIMIT =
      Parameter.count("limit", "at most so many records, the latest first (default: 50)");
  private static final CommandLine COMMAND_LINE =
      JobRunner.commandLine(
              "quarantine list", "Show the records of a pipeline that are in quarantine, and why.")
          .option(RULE)
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
    DatabaseConnector connector =
        new DatabaseConnector(
            EnvironmentFile.parse(arguments.required(JobRunner.ENVIRONMENT)).database());
    Optional<String> rule = arguments.value(RULE);
    int limit = Math.toIntExact(arguments.value(LIMIT).orElse(DEFAULT_LIMIT));
    try (Connection connection = connector.open("assay/" + pipeline + "/quarantine")) {
      LedgerReport report = new LedgerReport(connection, pipeline);
      List<QuarantinedRecord> records = report.quarantined(rule, limit);
      System.out.print(QuarantineText.of(pipeline, rule, report.quarantined(), records));
      return ExitStatus.STOPPED;
    } catch (SQLException e) {
      throw connector.failure("Cannot read the quarantine", e);
    }
  }
}
