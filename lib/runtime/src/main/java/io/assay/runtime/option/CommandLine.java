package io.assay.runtime.option;

import io.assay.model.AssayException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The arguments and options that a command takes. {@code --help} is always among the options.
 *
 * @param name of the command
 * @param summary one line on what it does
 */
public record CommandLine(
    String name, String summary, List<Declared> declared, List<String> examples) {

  /** A parameter and its role in a command line. */
  record Declared(Parameter<?> parameter, Role role) {}

  /** How a parameter is given. */
  enum Role {
    ARGUMENT,
    ARGUMENTS,
    REQUIRED_OPTION,
    OPTION
  }

  public CommandLine {
    declared = List.copyOf(declared);
    examples = List.copyOf(examples);
  }

  /** Begins a command line. */
  public static Builder named(String name, String summary) {
    return new Builder(name, summary);
  }

  /**
   * The values in {@code args}; empty if the user asked for help, which has then been printed.
   *
   * @throws AssayException with every fault and the usage
   */
  public Optional<Arguments> parse(String[] args, PrintStream out) {
    CommandLineParser parser = new CommandLineParser(this);
    Optional<Arguments> arguments = parser.read(args);
    if (parser.isHelpAsked()) {
      out.println(parser.usageWithExamples());
      return Optional.empty();
    }
    if (arguments.isEmpty()) {
      throw new AssayException(
          AssayException.Kind.USER,
          String.join("; ", parser.faults()) + ".\n\n" + parser.usageWithExamples());
    }
    return arguments;
  }

  /** Collects what a command line takes, in the order of the usage text. */
  public static final class Builder {
    private final String name;
    private final String summary;
    private final List<Declared> declared = new ArrayList<>();
    private final List<String> examples = new ArrayList<>();

    private Builder(String name, String summary) {
      this.name = name;
      this.summary = summary;
    }

    /** A value without a name in front of it; required. */
    public Builder argument(Parameter<?> parameter) {
      declared.add(new Declared(parameter, Role.ARGUMENT));
      return this;
    }

    /** Values without a name in front of them, at least one; they come last. */
    public Builder arguments(Parameter<?> parameter) {
      declared.add(new Declared(parameter, Role.ARGUMENTS));
      return this;
    }

    /** An option that must be given. */
    public Builder requiredOption(Parameter<?> parameter) {
      declared.add(new Declared(parameter, Role.REQUIRED_OPTION));
      return this;
    }

    /** An option that may be given. */
    public Builder option(Parameter<?> parameter) {
      declared.add(new Declared(parameter, Role.OPTION));
      return this;
    }

    /** A command as a user would type it, and what it is for. */
    public Builder example(String command, String purpose) {
      examples.add("  " + command + "\n      " + purpose);
      return this;
    }

    public CommandLine build() {
      return new CommandLine(name, summary, declared, examples);
    }
  }
}
