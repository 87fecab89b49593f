package io.assay.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.assay.model.AssayException;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import io.assay.model.RecordKind;
import io.assay.model.Table;
import io.assay.model.file.EnvironmentFile;
import io.assay.model.file.PipelineFile;
import io.assay.postgres.Coordinates;
import io.assay.postgres.DatabaseConnector;
import io.assay.postgres.report.LedgerReport;
import io.assay.postgres.report.RowOrigin;
import io.assay.runtime.CommandRunner;
import io.assay.runtime.ExitStatus;
import io.assay.runtime.JobRunner;
import io.assay.runtime.SessionFactory;
import io.assay.runtime.option.Arguments;
import io.assay.runtime.option.CommandLine;
import io.assay.runtime.option.Parameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;

/**
 * {@code summary}: what has become of every record so far, and one row traced back to its bytes.
 */
final class SummaryCommand implements AdminCommand {
  private static final Pattern COORDINATES = Pattern.compile("([^/]+)/([0-9]{1,9})/([0-9]{1,18})");
  private static final Parameter<String> JSON =
      Parameter.text("json", "FILE", "also write the figures to this file, as JSON");
  private static final Parameter<Coordinates> RECORD =
      new Parameter<>(
          "record",
          "TOPIC/PARTITION/OFFSET",
          "only this record: its bytes and headers, and what was found",
          SummaryCommand::coordinates);
  private static final CommandLine COMMAND_LINE =
      JobRunner.commandLine(
              "summary",
              "Show what has become of every record of a pipeline, and where a row came from.")
          .option(JSON)
          .option(RECORD)
          .option(RawRecordText.REVEAL)
          .example("submit/assay summary manufacturing", "after a run")
          .example(
              "submit/assay summary manufacturing --record fabrication/0/11",
              "the bytes of one record, and what was found")
          .build();

  @Override
  public void runAndExit(String[] args) {
    CommandRunner.runAndExit(COMMAND_LINE, args, SummaryCommand::summarize);
  }

  private static ExitStatus summarize(Arguments arguments) {
    Pipeline pipeline = PipelineFile.parse(arguments.required(JobRunner.PIPELINE));
    Environment environment = EnvironmentFile.parse(arguments.required(JobRunner.ENVIRONMENT));
    Optional<Coordinates> record = arguments.value(RECORD);
    if (record.isPresent()) {
      System.out.print(traced(arguments, record.get(), pipeline, environment));
      return ExitStatus.STOPPED;
    }
    summarize(arguments, pipeline, environment);
    return ExitStatus.STOPPED;
  }

  private static void summarize(Arguments arguments, Pipeline pipeline, Environment environment) {
    DatabaseConnector connector = new DatabaseConnector(environment.database());
    SummaryFigures figures;
    Optional<RowOrigin> origin;
    try (Connection connection = connector.open("assay/" + pipeline.name() + "/summary")) {
      LedgerReport report = new LedgerReport(connection, pipeline.name());
      String schema = environment.database().schema();
      List<String> tables = pipeline.tables().stream().map(Table::name).toList();
      figures =
          new SummaryFigures(
              report.topics(),
              report.rows(schema, tables),
              stubs(report, schema, pipeline),
              report.rules(),
              report.seconds());
      origin =
          report.latestRow(
              schema,
              pipeline.records().get(0).root(),
              concealed(arguments, pipeline.records().get(0)));
    } catch (SQLException e) {
      throw connector.failure("Cannot read the ledger", e);
    }
    System.out.print(SummaryText.of(pipeline.name(), figures));
    arguments.value(JSON).ifPresent(file -> write(Path.of(file), figures));
    origin.ifPresent(row -> trace(arguments, row, pipeline, environment));
    boolean balanced =
        figures.topics().stream().allMatch(io.assay.postgres.report.TopicTotals::balanced);
    if (!balanced) {
      throw new AssayException(
          AssayException.Kind.INTERNAL,
          "The counts of pipeline "
              + pipeline.name()
              + " do not add up: see the lines marked above");
    }
  }

  private static Map<String, Long> stubs(LedgerReport report, String schema, Pipeline pipeline)
      throws SQLException {
    Map<String, Long> stubs = new HashMap<>();
    for (Table table : pipeline.tables()) {
      if (pipeline.hasStubs(table.name())) {
        stubs.put(table.name(), report.stubs(schema, table.name()));
      }
    }
    return stubs;
  }

  private static String traced(
      Arguments arguments, Coordinates record, Pipeline pipeline, Environment environment) {
    DatabaseConnector connector = new DatabaseConnector(environment.database());
    List<String> findings;
    try (Connection connection = connector.open("assay/" + pipeline.name() + "/summary")) {
      findings = new LedgerReport(connection, pipeline.name()).findings(record);
    } catch (SQLException e) {
      throw connector.failure("Cannot read the ledger", e);
    }
    SparkSession session =
        SessionFactory.start("assay-summary-" + pipeline.name(), environment.lake());
    try {
      StringBuilder text = new StringBuilder("\nOne record, as it came\n\n");
      text.append(records(session, arguments, pipeline, environment).of(record));
      text.append(findings.isEmpty() ? "\nNothing was found.\n" : "\nWhat was found\n\n");
      findings.forEach(finding -> text.append("  ").append(finding).append('\n'));
      return text.toString();
    } finally {
      session.stop();
    }
  }

  private static Coordinates coordinates(String text) {
    Matcher matcher = COORDINATES.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' does not name a record; write it like fabrication/0/11");
    }
    return new Coordinates(
        matcher.group(1), Integer.parseInt(matcher.group(2)), Long.parseLong(matcher.group(3)), 0);
  }

  private static RawRecordText records(
      SparkSession session, Arguments arguments, Pipeline pipeline, Environment environment) {
    return new RawRecordText(
        session,
        environment.lake().raw(pipeline.name()),
        RawRecordText.Bytes.of(arguments.has(RawRecordText.REVEAL), pipeline, Optional.empty()));
  }

  private static List<String> concealed(Arguments arguments, RecordKind kind) {
    return arguments.has(RawRecordText.REVEAL)
        ? List.of()
        : kind.rootTable().columns().stream().filter(kind::masks).map(Table.Column::name).toList();
  }

  private static void trace(
      Arguments arguments, RowOrigin origin, Pipeline pipeline, Environment environment) {
    SparkSession session =
        SessionFactory.start("assay-summary-" + pipeline.name(), environment.lake());
    try {
      System.out.print(RowTrace.text(records(session, arguments, pipeline, environment), origin));
    } finally {
      session.stop();
    }
  }

  private static void write(Path file, SummaryFigures figures) {
    try {
      Files.writeString(file, new ObjectMapper().writeValueAsString(figures.json()) + "\n");
    } catch (IOException e) {
      throw new AssayException(
          AssayException.Kind.USER,
          "Cannot write the figures to " + file + ". Choose a file that can be written.",
          e);
    }
  }
}
