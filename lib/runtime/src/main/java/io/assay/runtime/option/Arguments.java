package io.assay.runtime.option;

import java.util.HashMap;
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

  <T> Arguments with(Parameter<T> parameter, T value) {
    Map<Parameter<?>, Object> more = new HashMap<>(values);
    more.put(parameter, value);
    return new Arguments(more);
  }
}
