package io.assay.model.file;

import io.assay.model.Environment.Lineage;
import io.assay.model.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads the {@code lineage} of an environment. */
final class LineageParser {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private LineageParser() {}

  /**
   * Reads it.
   *
   * @param environment the name of the environment
   */
  static Optional<Lineage> parse(Node node, String environment) {
    Optional<String> url = node.entry("url").flatMap(LineageParser::url);
    Optional<String> file = node.entry("file").flatMap(Entry::text);
    Optional<Secret> token = node.entry("token").flatMap(SecretParser::parse);
    String namespace = node.entry("namespace").flatMap(Entry::text).orElse(environment);
    Duration timeout = node.duration("timeout").orElse(TIMEOUT);
    if (!node.has("url")) {
      node.refuse(List.of("token"), "there is no url for it", "Add url.");
      if (!node.has("file")) {
        node.required("url");
        return Optional.empty();
      }
    }
    return Optional.of(new Lineage(url, file, namespace, token, timeout));
  }

  private static Optional<String> url(Entry entry) {
    Optional<String> url = entry.text();
    if (url.isPresent() && Confidential.hasUserInfo(url.get())) {
      entry.fault(Confidential.HIDDEN, "an address with a user in it", "Use lineage.token.");
      return Optional.empty();
    }
    if (url.isPresent() && !RegistryParser.isAddress(url.get())) {
      entry.fault(
          Confidential.HIDDEN,
          "not an address that events can be posted to",
          "Write http://host:port/api/v1/lineage, or whatever path the service has.");
      return Optional.empty();
    }
    return url;
  }
}
