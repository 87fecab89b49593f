package io.assay.runtime.option;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.OptionConverters;
import scala.runtime.BoxedUnit;
import scala.util.Either;
import scopt.OptionDef;
import scopt.OptionParser;
import scopt.Read;

/**
 * Hands a command line to scopt; collects faults instead of printing them, and never ends the
 * process.
 */
final class CommandLineParser extends OptionParser<Arguments> {
  private final CommandLine commandLine;
  private final List<String> faults = new ArrayList<>();
  private boolean helpAsked;

  CommandLineParser(CommandLine commandLine) {
    super(commandLine.name());
    this.commandLine = commandLine;
    head(
        CollectionConverters.asScala(List.of(commandLine.name() + ":", commandLine.summary()))
            .toSeq());
    commandLine.declared().forEach(declared -> declare(declared.parameter(), declared.role()));
    opt("help", Read.unitRead())
        .text("prints this text")
        .action(
            (nothing, arguments) -> {
              helpAsked = true;
              return arguments;
            });
  }

  /** The values, unless there are faults. */
  Optional<Arguments> read(String[] args) {
    return OptionConverters.toJava(
        parse(CollectionConverters.asScala(List.of(args)), Arguments.NONE));
  }

  boolean isHelpAsked() {
    return helpAsked;
  }

  List<String> faults() {
    return faults;
  }

  String usageWithExamples() {
    return commandLine.examples().isEmpty()
        ? usage()
        : usage() + "\n\nExamples:\n" + String.join("\n", commandLine.examples());
  }

  private <T> void declare(Parameter<T> parameter, CommandLine.Role role) {
    if (parameter.isFlag()) {
      opt(parameter.name(), Read.unitRead())
          .text(parameter.description())
          .action(
              (nothing, arguments) -> arguments.with(parameter, parameter.reader().apply("true")));
      return;
    }
    Read<T> reader = Read.stringRead().map(parameter.reader()::apply);
    OptionDef<T, Arguments> definition =
        switch (role) {
          case ARGUMENT -> arg(parameter.name(), reader);
          case ARGUMENTS -> arg(parameter.name(), reader).unbounded();
          case REQUIRED_OPTION ->
              opt(parameter.name(), reader).valueName(parameter.valueName()).required();
          case OPTION -> opt(parameter.name(), reader).valueName(parameter.valueName());
        };
    definition
        .text(parameter.description())
        .action(
            (value, arguments) ->
                role == CommandLine.Role.ARGUMENTS
                    ? arguments.withAnother(parameter, value)
                    : arguments.with(parameter, value));
  }

  @Override
  public void reportError(String message) {
    faults.add(message);
  }

  @Override
  public void displayToErr(String message) {}

  @Override
  public void displayToOut(String message) {}

  @Override
  public void terminate(Either<String, BoxedUnit> exitState) {}
}
