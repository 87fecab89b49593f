package io.assay.admin;

import io.assay.model.file.EnvironmentFile;
import io.assay.model.file.PipelineFile;
import io.assay.postgres.DatabaseConnector;
import io.assay.postgres.quarantine.Alerts;
import io.assay.postgres.quarantine.RaisedAlert;
import io.assay.runtime.CommandRunner;
import io.assay.runtime.ExitStatus;
import io.assay.runtime.JobRunner;
import io.assay.runtime.option.Arguments;
import io.assay.runtime.option.CommandLine;
import io.assay.runtime.option.Parameter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** {@code breaker list} and {@code breaker reset}: alerts, and letting a pipeline go on. */
final class BreakerCommand implements AdminCommand {
  private static final int DEFAULT_LIMIT = 20;
  private static final Parameter<Long> LIMIT =
      Parameter.count("limit", "at most so many alerts, the latest first; default 20");
  private static final Parameter<String> NAME =
      Parameter.text("name", "BREAKER", "only this breaker");
  private static final CommandLine LIST =
      JobRunner.commandLine(
              "breaker list",
              "The alerts of a pipeline: breakers that tripped, batch rules that warned.")
          .option(LIMIT)
          .example("submit/assay breaker list manufacturing", "the latest 20")
          .build();
  private static final CommandLine RESET =
      JobRunner.commandLine(
              "breaker reset", "Lets a pipeline go on that a breaker stopped or pauses.")
          .option(NAME)
          .option(Actor.BY)
          .example("submit/assay breaker reset manufacturing", "all its breakers")
          .build();

  private final CommandLine commandLine;
  private final Work work;

  private BreakerCommand(CommandLine commandLine, Work work) {
    this.commandLine = commandLine;
    this.work = work;
  }

  static AdminCommand list() {
    return new BreakerCommand(LIST, BreakerCommand::list);
  }

  static AdminCommand reset() {
    return new BreakerCommand(RESET, BreakerCommand::reset);
  }

  @FunctionalInterface
  private interface Work {
    String run(Arguments arguments, Alerts alerts) throws SQLException;
  }

  @Override
  public void runAndExit(String[] args) {
    CommandRunner.runAndExit(
        commandLine,
        args,
        arguments -> {
          String pipeline = PipelineFile.parse(arguments.required(JobRunner.PIPELINE)).name();
          DatabaseConnector connector =
              new DatabaseConnector(
                  EnvironmentFile.parse(arguments.required(JobRunner.ENVIRONMENT)).database());
          try (Connection connection = connector.open("assay/" + pipeline + "/breaker")) {
            System.out.print(work.run(arguments, new Alerts(connection, pipeline)));
            return ExitStatus.STOPPED;
          } catch (SQLException e) {
            throw connector.failure("Cannot ask for the alerts", e);
          }
        });
  }

  private static String list(Arguments arguments, Alerts alerts) throws SQLException {
    List<RaisedAlert> raised =
        alerts.list(arguments.value(LIMIT).map(Math::toIntExact).orElse(DEFAULT_LIMIT));
    StringBuilder text = new StringBuilder(raised.isEmpty() ? "There is no alert.\n" : "");
    for (RaisedAlert alert : raised) {
      text.append(
          "%s  %s %s, %s, batch %d%s%n    %s%n"
              .formatted(
                  alert.raisedAt(),
                  alert.source(),
                  alert.name(),
                  alert.action(),
                  alert.batch(),
                  alert.effective() ? "  <- keeps the pipeline from going on" : "",
                  alert.message()));
    }
    return text.toString();
  }

  private static String reset(Arguments arguments, Alerts alerts) throws SQLException {
    List<String> names =
        alerts.reset(arguments.value(NAME), arguments.value(Actor.BY).orElseGet(Actor::unnamed));
    return names.isEmpty()
        ? "No breaker keeps the pipeline from going on.\n"
        : "Reset: " + String.join(", ", names) + ". The pipeline can be started again.\n";
  }
}
