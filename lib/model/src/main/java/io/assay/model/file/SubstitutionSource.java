package io.assay.model.file;

import com.typesafe.config.ConfigResolver;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Gives {@code ${NAME}} its value from the environment variables, when the file itself has none. A
 * name that must have a value and has none is remembered and stands for an empty text, so that the
 * rest of the file can be read.
 */
final class SubstitutionSource implements ConfigResolver {
  static final String MISSING = "missing value of ";

  private final Map<String, String> environment;
  private final Set<String> needed = new HashSet<>();
  private final Set<String> missing = new HashSet<>();

  SubstitutionSource(Map<String, String> environment) {
    this.environment = environment;
  }

  void need(String path) {
    needed.add(path);
  }

  Set<String> missing() {
    return Set.copyOf(missing);
  }

  @Override
  public ConfigValue lookup(String path) {
    if (environment.containsKey(path)) {
      return ConfigValueFactory.fromAnyRef(
          environment.get(path), "the environment variable " + path);
    }
    if (!needed.contains(path)) {
      return null;
    }
    missing.add(path);
    return ConfigValueFactory.fromAnyRef("", MISSING + path);
  }

  @Override
  public ConfigResolver withFallback(ConfigResolver fallback) {
    return this;
  }
}
