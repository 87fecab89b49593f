package io.assay.admin;

import io.assay.model.Pipeline;
import io.assay.model.file.EnvironmentFile;
import io.assay.model.file.PipelineFile;
import io.assay.model.file.Rendered;
import io.assay.postgres.SchemaApplication;
import io.assay.postgres.schema.PlannedChange;
import io.assay.postgres.schema.PlannedChange.Fate;
import io.assay.postgres.schema.SchemaPlan;
import io.assay.runtime.CommandRunner;
import io.assay.runtime.Driver;
import io.assay.runtime.ExitStatus;
import io.assay.runtime.JobRunner;
import io.assay.runtime.option.Arguments;
import io.assay.runtime.option.CommandLine;
import java.util.List;

/**
 * {@code apply}: makes the changes of the tables that the policies allow, before a batch does so.
 */
final class ApplyCommand implements AdminCommand {
  private static final CommandLine COMMAND_LINE =
      JobRunner.commandLine(
              "apply",
              "Make the changes of the tables that assay plan shows, at once and in one transaction. The job must not run meanwhile.")
          .example("assay apply manufacturing", "what assay plan says would be changed")
          .build();

  @Override
  public void runAndExit(String[] args) {
    Driver.run("assay-apply", () -> run(args));
  }

  static ExitStatus run(String[] args) {
    return CommandRunner.run(COMMAND_LINE, args, ApplyCommand::apply);
  }

  private static ExitStatus apply(Arguments arguments) {
    Pipeline pipeline = PipelineFile.parse(arguments.required(JobRunner.PIPELINE));
    SchemaPlan done =
        SchemaApplication.apply(
            EnvironmentFile.parse(arguments.required(JobRunner.ENVIRONMENT)).database(),
            pipeline,
            Rendered.of(pipeline).version());
    List<PlannedChange> changes = done.of(Fate.DONE);
    StringBuilder text = new StringBuilder();
    for (PlannedChange change : changes) {
      text.append(change.place()).append(": ").append(change.reason()).append('\n');
      change.statements().stream()
          .filter(sql -> !sql.startsWith("comment on "))
          .forEach(sql -> text.append("  ").append(sql.replace("\n", "\n  ")).append(";\n"));
    }
    text.append(
        changes.isEmpty()
            ? "Nothing to do: the tables of %s are as its policies want them.%n"
                .formatted(pipeline.name())
            : "%d done for %s, in one transaction; assay.schema_change has each statement.%n"
                .formatted(changes.size(), pipeline.name()));
    System.out.print(text);
    return ExitStatus.STOPPED;
  }
}
