package io.assay.model.file;

import io.assay.model.Environment.Registry;
import io.assay.model.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads the {@code registry} of an environment. */
final class RegistryParser {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private RegistryParser() {}

  static Optional<Registry> parse(Node node) {
    Optional<String> url = node.required("url").flatMap(RegistryParser::url);
    Optional<String> user = node.entry("user").flatMap(Entry::text);
    Optional<Secret> password = node.entry("password").flatMap(SecretParser::parse);
    if (!node.has("user")) {
      node.refuse(List.of("password"), "there is no user for it", "Add user.");
    }
    Optional<String> trustStore = node.entry("trust-store").flatMap(Entry::text);
    Optional<Secret> trustStorePassword =
        node.entry("trust-store-password").flatMap(SecretParser::parse);
    if (!node.has("trust-store")) {
      node.refuse(
          List.of("trust-store-password"), "there is no trust-store for it", "Add trust-store.");
    }
    Duration timeout = node.duration("timeout").orElse(TIMEOUT);
    return url.map(
        address -> new Registry(address, user, password, trustStore, trustStorePassword, timeout));
  }

  private static Optional<String> url(Entry entry) {
    Optional<String> url = entry.text();
    if (url.isEmpty()) {
      return url;
    }
    if (Confidential.hasUserInfo(url.get())) {
      entry.fault(
          Confidential.HIDDEN,
          "an address with a user in it",
          "Use registry.user and registry.password.");
    } else if (!isAddress(url.get())) {
      entry.fault(
          Confidential.HIDDEN,
          "not the address of a registry",
          "Write http://host:port or https://host:port, and the path if there is one.");
    }
    return url.map(address -> address.replaceFirst("/+$", ""));
  }

  /** Whether it is an address of HTTP without a query. */
  static boolean isAddress(String text) {
    try {
      URI uri = new URI(text);
      return List.of("http", "https").contains(uri.getScheme())
          && uri.getHost() != null
          && uri.getQuery() == null
          && uri.getFragment() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
