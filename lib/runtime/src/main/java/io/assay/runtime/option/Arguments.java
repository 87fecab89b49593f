package io.assay.runtime.option;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The values of a command line. Immutable. */
public final class Arguments {
  static final Arguments NONE = new Arguments(Map.of());

  private final Map<Parameter<?>, Object> values;

  private Arguments(Map<Parameter<?>, Object> values) {
    this.values = Map.copyOf(values);
  }

  /** The value, if the user gave one. */
  @SuppressWarnings("unchecked") // with() is the only way in
  public <T> Optional<T> value(Parameter<T> parameter) {
    return Optional.ofNullable((T) values.get(parameter));
  }

  /** The value of a parameter that the command line declares as required. */
  public <T> T required(Parameter<T> parameter) {
    return value(parameter)
        .orElseThrow(
            () -> new IllegalStateException(parameter.name() + " is not declared as required"));
  }

  /** Whether the user gave the flag. */
  public boolean has(Parameter<Boolean> flag) {
    return value(flag).orElse(false);
  }

  /**
   * The values of a parameter that may be given several times, in the order of the command line.
   */
  @SuppressWarnings("unchecked") // withAnother() is the only way in
  public <T> List<T> all(Parameter<T> parameter) {
    return (List<T>) values.getOrDefault(parameter, List.of());
  }

  <T> Arguments with(Parameter<T> parameter, T value) {
    Map<Parameter<?>, Object> more = new HashMap<>(values);
    more.put(parameter, value);
    return new Arguments(more);
  }

  <T> Arguments withAnother(Parameter<T> parameter, T value) {
    List<T> more = new ArrayList<>(all(parameter));
    more.add(value);
    Map<Parameter<?>, Object> grown = new HashMap<>(values);
    grown.put(parameter, List.copyOf(more));
    return new Arguments(grown);
  }
}
