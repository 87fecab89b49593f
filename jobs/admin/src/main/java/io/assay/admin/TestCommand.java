package io.assay.admin;

import io.assay.cases.CaseRun;
import io.assay.model.AssayException;
import io.assay.model.Pipeline;
import io.assay.model.cases.CaseSuite;
import io.assay.model.cases.PipelineCase;
import io.assay.model.file.CaseFile;
import io.assay.model.file.EnvironmentFile;
import io.assay.model.file.PipelineFile;
import io.assay.runtime.CommandRunner;
import io.assay.runtime.ExitStatus;
import io.assay.runtime.JobRunner;
import io.assay.runtime.SessionFactory;
import io.assay.runtime.option.Arguments;
import io.assay.runtime.option.CommandLine;
import io.assay.runtime.option.Parameter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * {@code test}: runs the cases of a pipeline, each in a database of its own on the environment's
 * server, and tells what differs.
 */
final class TestCommand implements AdminCommand {
  private static final Parameter<Path> CASES =
      Parameter.file("cases", "the cases; unless given, NAME.cases.conf beside NAME.conf");
  private static final Parameter<String> ONLY =
      Parameter.text("case", "CASE", "only the case of this name");
  private static final CommandLine COMMAND_LINE =
      JobRunner.commandLine("test", "Runs the cases of a pipeline and tells what differs.")
          .option(CASES)
          .option(ONLY)
          .example(
              "submit/assay test manufacturing",
              "all cases of conf/pipelines/manufacturing.cases.conf")
          .build();

  @Override
  public void runAndExit(String[] args) {
    CommandRunner.runAndExit(COMMAND_LINE, args, TestCommand::test);
  }

  private static ExitStatus test(Arguments arguments) {
    Path file = arguments.required(JobRunner.PIPELINE);
    Pipeline pipeline = PipelineFile.parse(file);
    Path caseFile = arguments.value(CASES).orElseGet(() -> CaseFile.beside(file));
    CaseSuite suite = CaseFile.parse(caseFile);
    List<PipelineCase> chosen = chosen(suite, arguments.value(ONLY), caseFile);
    SparkSession session = SessionFactory.start("assay-test-" + pipeline.name());
    try {
      CaseRun run =
          new CaseRun(
              session,
              EnvironmentFile.parse(arguments.required(JobRunner.ENVIRONMENT)),
              pipeline);
      int failed = 0;
      for (PipelineCase each : chosen) {
        failed += passes(run, each) ? 0 : 1;
      }
      System.out.printf(
          "%n%d of %d cases of %s pass%n", chosen.size() - failed, chosen.size(), pipeline.name());
      return failed == 0 ? ExitStatus.STOPPED : ExitStatus.FAILED;
    } finally {
      session.stop();
    }
  }

  private static boolean passes(CaseRun run, PipelineCase each) {
    try {
      List<String> differences = run.differences(each);
      System.out.printf("%s %s%n", differences.isEmpty() ? "pass" : "FAIL", each.name());
      differences.forEach(difference -> System.out.println("     " + Printable.of(difference)));
      return differences.isEmpty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssayException(
          AssayException.Kind.EXTERNAL, "The case " + each.name() + " was interrupted", e);
    } catch (AssayException e) {
      if (e.kind() != AssayException.Kind.DATA) {
        throw e;
      }
      System.out.printf("FAIL %s%n     the job stopped: %s%n", each.name(), e.getMessage());
      return false;
    }
  }

  private static List<PipelineCase> chosen(CaseSuite suite, Optional<String> only, Path file) {
    List<PipelineCase> chosen =
        suite.cases().stream()
            .filter(each -> only.isEmpty() || only.get().equals(each.name()))
            .toList();
    if (chosen.isEmpty()) {
      throw new AssayException(
          AssayException.Kind.USER,
          "No case '%s' in %s. It has %s."
              .formatted(
                  only.orElse(""),
                  file,
                  String.join(", ", suite.cases().stream().map(PipelineCase::name).toList())));
    }
    return chosen;
  }
}
