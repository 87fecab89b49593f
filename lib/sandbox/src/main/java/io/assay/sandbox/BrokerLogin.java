package io.assay.sandbox;

/**
 * How clients log in to a broker, by SCRAM-SHA-512 over TLS; it listens to nobody else.
 *
 * @param identity of the broker
 * @param user the only one that it knows, besides itself
 * @param password of the user
 */
public record BrokerLogin(ServerIdentity identity, String user, String password) {
  /** The name and the password must not have quotes in them. */
  public BrokerLogin {
    if (user.contains("\"") || password.contains("\"")) {
      throw new IllegalArgumentException("A quote in a user's name or password");
    }
  }

  /** For {@code sasl.jaas.config} of a client. */
  public String jaas() {
    return jaas(user, password);
  }

  static String jaas(String user, String password) {
    return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
        .formatted(user, password);
  }

  @Override
  public String toString() {
    return "login of " + user + " at " + identity.host();
  }
}
