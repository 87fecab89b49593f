package io.assay.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.model.AssayException;
import io.assay.model.Environment;
import io.assay.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientFailureTest {
  @TempDir Path directory;
  private Environment.Kafka kafka;

  @BeforeEach
  void keepASecret() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("jaas"),
            "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"jobs\" password=\"xK7-planted\";");
    kafka =
        new Environment.Kafka(
            "127.0.0.1:9092",
            Map.of(),
            Map.of("sasl.jaas.config", new Secret.FromFile(file.toString())));
  }

  @Test
  void eachRefusalHasItsOwnRemedy() {
    assertThat(ClientFailure.told(new SaslAuthenticationException("invalid credentials"), kafka))
        .startsWith("SaslAuthenticationException: invalid credentials. ")
        .contains("sasl.jaas.config");
    assertThat(
            ClientFailure.told(
                new SslAuthenticationException(
                    "SSL handshake failed", new IOException("no certification path")),
                kafka))
        .startsWith("SslAuthenticationException: no certification path. ")
        .contains("ssl.truststore.location");
    assertThat(ClientFailure.told(new TopicAuthorizationException("not yours"), kafka))
        .contains("give it the right");
    assertThat(ClientFailure.told(new TimeoutException("timed out"), kafka))
        .contains("security.protocol");
  }

  @Test
  void aMessageThatQuotesASecretIsNotShown() {
    KafkaException failure =
        new KafkaException(
            "Failed to create new KafkaAdminClient",
            new IllegalArgumentException(
                "Value not specified for key 'xK7-planted' in JAAS config"));

    AssayException told = ClientFailure.notMade(failure, kafka);

    assertThat(told.kind()).isEqualTo(AssayException.Kind.USER);
    assertThat(told)
        .hasMessageContaining("quotes a secret")
        .hasMessageNotContaining("xK7")
        .hasNoCause(); // it would be in the log with its stack trace
  }

  @Test
  void aMessageAboutAnOptionIsShown() {
    KafkaException failure =
        new KafkaException(
            "Failed to create new KafkaAdminClient",
            new ConfigException("Invalid value NOTHING for configuration security.protocol"));

    assertThat(ClientFailure.notMade(failure, kafka))
        .hasMessageContaining("Invalid value NOTHING for configuration security.protocol")
        .extracting(AssayException::kind)
        .isEqualTo(AssayException.Kind.USER);
  }

  @Test
  void brokersWhoseNamesNobodyKnowsAreNoFaultOfTheOptions() {
    Environment.Kafka unknown =
        new Environment.Kafka("no-such-host.invalid:9092", Map.of(), Map.of());

    assertThat(ClientFailure.notMade(new KafkaException("No resolvable bootstrap urls"), unknown))
        .hasMessageContaining("no-such-host.invalid:9092")
        .extracting(AssayException::kind)
        .isEqualTo(AssayException.Kind.EXTERNAL);
  }
}
