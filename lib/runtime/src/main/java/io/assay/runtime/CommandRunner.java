package io.assay.runtime;

import io.assay.runtime.option.Arguments;
import io.assay.runtime.option.CommandLine;
import java.util.function.Function;

/**
 * Runs a command that ends by itself: parses its arguments, does it, and turns failures into one
 * sentence on standard error and an {@link ExitStatus}. Stack traces go to the log only.
 */
public final class CommandRunner {
  private CommandRunner() {}

  /**
   * Runs the command; {@code --help} prints the usage instead.
   *
   * @param body what to do with valid arguments
   */
  public static ExitStatus run(
      CommandLine commandLine, String[] args, Function<Arguments, ExitStatus> body) {
    try {
      return commandLine.parse(args, System.out).map(body).orElse(ExitStatus.STOPPED);
    } catch (Exception | LinkageError e) { // Spark throws checked exceptions undeclared
      Failure failure = Failure.of(e);
      failure.report(commandLine.name());
      return ExitStatus.beforeStart(failure.cause());
    }
  }

  /** Runs the command and ends the process with its status. */
  public static void runAndExit(
      CommandLine commandLine, String[] args, Function<Arguments, ExitStatus> body) {
    Driver.run("assay-" + commandLine.name(), () -> run(commandLine, args, body));
  }
}
