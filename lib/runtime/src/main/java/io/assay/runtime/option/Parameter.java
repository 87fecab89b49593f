package io.assay.runtime.option;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One argument or option of a command line, and the key to its value.
 *
 * @param name an option's name without hyphens, or an argument's, in capitals
 * @param valueName what the usage shows for the value; empty for a flag
 * @param description for the usage
 * @param reader makes the value from text; throws {@link IllegalArgumentException} with a sentence
 *     if it cannot
 */
public record Parameter<T>(
    String name, String valueName, String description, Function<String, T> reader) {

  /** Any text. */
  public static Parameter<String> text(String name, String valueName, String description) {
    return new Parameter<>(name, valueName, description, Function.identity());
  }

  /** Given or not given. */
  public static Parameter<Boolean> flag(String name, String description) {
    return new Parameter<>(name, "", description, Boolean::valueOf);
  }

  /** A file that can be read. */
  public static Parameter<Path> file(String name, String description) {
    return new Parameter<>(name, "FILE", description, Parameter::readableFile);
  }

  /** A whole number above zero. */
  public static Parameter<Long> count(String name, String description) {
    return new Parameter<>(name, "COUNT", description, Parameter::positive);
  }

  /** A length of time with its unit, such as {@code 500ms} or {@code "5 seconds"}. */
  public static Parameter<Duration> duration(String name, String description) {
    return new Parameter<>(name, "DURATION", description, DurationText::parse);
  }

  /** One of the constants of an enum, in lower case and with hyphens. */
  public static <E extends Enum<E>> Parameter<E> choice(
      String name, Class<E> choices, String description) {
    String all =
        Arrays.stream(choices.getEnumConstants())
            .map(Parameter::spelled)
            .collect(Collectors.joining("|"));
    return new Parameter<>(name, all, description, text -> choice(choices, all, text));
  }

  boolean isFlag() {
    return valueName.isEmpty();
  }

  private static Path readableFile(String text) {
    Path path = Path.of(text);
    if (!Files.isReadable(path) || Files.isDirectory(path)) {
      throw new IllegalArgumentException("there is no readable file " + text);
    }
    return path;
  }

  private static long positive(String text) {
    try {
      long number = Long.parseLong(text);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is not a whole number above zero", e);
    }
    throw new IllegalArgumentException("'" + text + "' is not a whole number above zero");
  }

  private static <E extends Enum<E>> E choice(Class<E> choices, String all, String text) {
    return Arrays.stream(choices.getEnumConstants())
        .filter(constant -> spelled(constant).equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is none of " + all));
  }

  private static String spelled(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
