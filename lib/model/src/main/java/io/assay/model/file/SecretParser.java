package io.assay.model.file;

import io.assay.model.Secret;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads where a secret is kept. The secret itself is refused, and not shown. */
final class SecretParser {
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final String REMEDY = "Write { env = NAME } or { file = path }.";

  private SecretParser() {}

  static Optional<Secret> parse(Entry entry) {
    if (!entry.isObject()) {
      entry.fault(Confidential.HIDDEN, "a secret does not stand in a file", REMEDY);
      return Optional.empty();
    }
    return entry.node(EnvironmentSections.SECRET).flatMap(SecretParser::parse);
  }

  private static Optional<Secret> parse(Node node) {
    Optional<Entry> variable = node.entry("env");
    Optional<Entry> file = node.entry("file");
    if (variable.isPresent() == file.isPresent()) {
      node.fault(variable.isPresent() ? "has both env and file" : "points nowhere", REMEDY);
      return Optional.empty();
    }
    return variable.isPresent()
        ? variable.flatMap(SecretParser::variable)
        : file.flatMap(Entry::text).map(Secret.FromFile::new);
  }

  private static Optional<Secret> variable(Entry entry) {
    Optional<String> name = entry.text();
    if (name.isPresent() && !VARIABLE.matcher(name.get()).matches()) {
      entry.fault(
          Confidential.HIDDEN,
          "not the name of an environment variable",
          "Name the variable that holds the secret: letters, digits and underscores.");
      return Optional.empty();
    }
    return name.map(Secret.FromEnvironment::new);
  }
}
