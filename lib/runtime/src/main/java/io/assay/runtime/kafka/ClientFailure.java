package io.assay.runtime.kafka;

import io.assay.model.AssayException;
import io.assay.model.Environment;
import io.assay.model.Secret;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;

/**
 * Tells in a sentence of the suite what a Kafka client says: what went wrong, and what to do about
 * it. What quotes a secret is not repeated: Kafka's parser of {@code sasl.jaas.config}, for one,
 * shows what it stumbles over.
 */
public final class ClientFailure {
  private static final int MOST_CAUSES = 20;
  private static final int SHORTEST_PART = 4;

  private static final String UNLIKE_A_SECRET =
      "required|username|password|([a-z]+\\.)+[A-Za-z]*LoginModule";

  private ClientFailure() {}

  /** What went wrong and what to do, without the last full stop. */
  public static String told(Throwable failure, Environment.Kafka kafka) {
    return words(failure, kafka) + ". " + remedy(failure);
  }

  /**
   * A client that could not be made: (USER) its options are at fault, unless (EXTERNAL) nobody
   * knows the brokers' names at present.
   */
  public static AssayException notMade(KafkaException failure, Environment.Kafka kafka) {
    if (nobodyKnows(kafka.bootstrapServers())) {
      return new AssayException(
          AssayException.Kind.EXTERNAL,
          "Cannot connect to Kafka at %s: no host of that name is known. Check kafka.bootstrap-servers of the environment, and the name service."
              .formatted(kafka.bootstrapServers()),
          failure);
    }
    return new AssayException(
        AssayException.Kind.USER,
        "Cannot make a client for Kafka at %s: %s. Check kafka.options and kafka.secrets of the environment."
            .formatted(kafka.bootstrapServers(), words(failure, kafka)),
        quotesSecret(failure, kafka) ? null : failure);
  }

  private static String words(Throwable failure, Environment.Kafka kafka) {
    Throwable deepest = causes(failure).reduce((outer, inner) -> inner).orElse(failure);
    String name = failure.getClass().getSimpleName();
    if (quotesSecret(failure, kafka)) {
      return name + ", whose message quotes a secret and is not shown";
    }
    String message =
        Stream.of(deepest, failure)
            .map(Throwable::getMessage)
            .filter(Objects::nonNull)
            .findFirst()
            .flatMap(text -> text.lines().findFirst())
            .map(line -> ": " + line.replaceFirst("[.\\s]+$", ""))
            .orElse("");
    return name + message;
  }

  private static String remedy(Throwable failure) {
    if (has(failure, SaslAuthenticationException.class)) {
      return "The brokers refuse the login: check the user and the password in sasl.jaas.config, and sasl.mechanism, in the kafka section of the environment";
    }
    if (has(failure, SslAuthenticationException.class)) {
      return "The certificate of one side is not accepted: check ssl.truststore.location in kafka.options of the environment, and that kafka.bootstrap-servers has the name that the brokers' certificate has";
    }
    if (has(failure, AuthorizationException.class)) {
      return "The brokers know the user, but do not allow it: give it the right";
    }
    return "Check that the brokers are reachable, and security.protocol in kafka.options of the environment: brokers that want TLS or a login do not answer who comes without";
  }

  private static boolean quotesSecret(Throwable failure, Environment.Kafka kafka) {
    return kafka.secrets().values().stream()
        .flatMap(ClientFailure::revealed)
        .flatMap(secret -> Arrays.stream(secret.split("[\\s\"'=;,]+")))
        .filter(part -> part.length() >= SHORTEST_PART && !part.matches(UNLIKE_A_SECRET))
        .anyMatch(
            part ->
                causes(failure)
                    .map(Throwable::getMessage)
                    .anyMatch(message -> message != null && message.contains(part)));
  }

  /** One that is not there any more is quoted by nobody. */
  private static Stream<String> revealed(Secret secret) {
    try {
      return Stream.of(secret.reveal());
    } catch (AssayException e) {
      return Stream.of();
    }
  }

  private static boolean nobodyKnows(String servers) {
    return Arrays.stream(servers.split(","))
        .map(server -> server.strip().replaceFirst(":[0-9]+$", ""))
        .noneMatch(ClientFailure::isKnown);
  }

  private static boolean isKnown(String host) {
    try {
      return InetAddress.getByName(host) != null;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static boolean has(Throwable failure, Class<? extends Throwable> type) {
    return causes(failure).anyMatch(type::isInstance);
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).limit(MOST_CAUSES);
  }
}
