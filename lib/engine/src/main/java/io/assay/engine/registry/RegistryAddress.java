package io.assay.engine.registry;

import io.assay.model.AssayException;
import io.assay.model.Environment;
import io.assay.model.Secret;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a registry is and how to log in: what executors need to connect by themselves. Secrets are
 * pointers, which are followed where the connection is made. Immutable; two are equal if they mean
 * the same.
 */
public final class RegistryAddress implements Serializable {
  private static final long serialVersionUID = 1L;

  // Null where there is none: Optional cannot be serialized.
  private final String url;
  private final String user;
  private final Secret password;
  private final String trustStore;
  private final Secret trustStorePassword;
  private final Duration timeout;

  public RegistryAddress(Environment.Registry registry) {
    this.url = registry.url();
    this.user = registry.user().orElse(null);
    this.password = registry.password().orElse(null);
    this.trustStore = registry.trustStore().orElse(null);
    this.trustStorePassword = registry.trustStorePassword().orElse(null);
    this.timeout = registry.timeout();
  }

  /**
   * The address of the registry that a pipeline needs.
   *
   * @throws AssayException (USER) if the environment has none
   */
  public static RegistryAddress required(Optional<Environment.Registry> registry) {
    return registry
        .map(RegistryAddress::new)
        .orElseThrow(
            () ->
                new AssayException(
                    AssayException.Kind.USER,
                    "The pipeline reads Avro whose schemas are in a registry, but the environment has none. Add registry { url = \"https://…\" } to the environment, or a schema-file to the pipeline."));
  }

  String url() {
    return url;
  }

  Optional<String> user() {
    return Optional.ofNullable(user);
  }

  Optional<Secret> password() {
    return Optional.ofNullable(password);
  }

  Optional<String> trustStore() {
    return Optional.ofNullable(trustStore);
  }

  Optional<Secret> trustStorePassword() {
    return Optional.ofNullable(trustStorePassword);
  }

  Duration timeout() {
    return timeout;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RegistryAddress address
        && url.equals(address.url)
        && Objects.equals(user, address.user)
        && Objects.equals(password, address.password)
        && Objects.equals(trustStore, address.trustStore)
        && Objects.equals(trustStorePassword, address.trustStorePassword)
        && timeout.equals(address.timeout);
  }

  @Override
  public int hashCode() {
    return Objects.hash(url, user);
  }

  /** For people. */
  @Override
  public String toString() {
    return url;
  }
}
