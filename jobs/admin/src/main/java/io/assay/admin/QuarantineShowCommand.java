package io.assay.admin;

import io.assay.model.AssayException;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import io.assay.model.file.EnvironmentFile;
import io.assay.model.file.PipelineFile;
import io.assay.postgres.Coordinates;
import io.assay.postgres.DatabaseConnector;
import io.assay.postgres.quarantine.Quarantine;
import io.assay.postgres.quarantine.QuarantineEntry;
import io.assay.runtime.CommandRunner;
import io.assay.runtime.ExitStatus;
import io.assay.runtime.JobRunner;
import io.assay.runtime.SessionFactory;
import io.assay.runtime.option.Arguments;
import io.assay.runtime.option.CommandLine;
import io.assay.runtime.option.Parameter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** {@code quarantine show}: one record, what was found, and what happened to it since. */
final class QuarantineShowCommand implements AdminCommand {
  private static final Parameter<List<Coordinates>> RECORD =
      new Parameter<>(
          "TOPIC/PARTITION/OFFSET",
          "RECORD",
          "the record, as the list shows it",
          RecordList::parse);
  private static final CommandLine COMMAND_LINE =
      JobRunner.commandLine(
              "quarantine show",
              "One record that is or was in quarantine: its bytes, all findings, its history.")
          .argument(RECORD)
          .option(RawRecordText.REVEAL)
          .example(
              "submit/assay quarantine show manufacturing fabrication/0/11", "everything about it")
          .build();

  @Override
  public void runAndExit(String[] args) {
    CommandRunner.runAndExit(COMMAND_LINE, args, QuarantineShowCommand::show);
  }

  private static ExitStatus show(Arguments arguments) {
    Pipeline pipeline = PipelineFile.parse(arguments.required(JobRunner.PIPELINE));
    Environment environment = EnvironmentFile.parse(arguments.required(JobRunner.ENVIRONMENT));
    Coordinates record = arguments.required(RECORD).get(0);
    DatabaseConnector connector = new DatabaseConnector(environment.database());
    Optional<QuarantineEntry> entry;
    try (Connection connection = connector.open("assay/" + pipeline.name() + "/quarantine")) {
      entry = new Quarantine(connection, pipeline.name()).find(record);
    } catch (SQLException e) {
      throw connector.failure("Cannot read the quarantine", e);
    }
    if (entry.isEmpty()) {
      throw new AssayException(
          AssayException.Kind.USER,
          "The record %s of the pipeline %s never was in quarantine; its bytes: submit/assay summary %s --record %s/%d/%d"
              .formatted(
                  record,
                  pipeline.name(),
                  pipeline.name(),
                  record.topic(),
                  record.partition(),
                  record.offset()));
    }
    System.out.print(QuarantineEntryText.of(entry.get()));
    SparkSession session =
        SessionFactory.start("assay-quarantine-" + pipeline.name(), environment.lake());
    try {
      System.out.print(
          new RawRecordText(
                  session,
                  environment.lake().raw(pipeline.name()),
                  RawRecordText.Bytes.of(
                      arguments.has(RawRecordText.REVEAL), pipeline, entry.get().kind()))
              .of(record));
    } finally {
      session.stop();
    }
    return ExitStatus.STOPPED;
  }
}
