package io.assay.model.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.assay.model.Environment;
import io.assay.model.Environment.Database;
import io.assay.model.Environment.Kafka;
import io.assay.model.Environment.Lake;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A secret that somebody writes into a file is refused, and shown nowhere. */
class SecretsTest {
  private static final String SECRET = "hunter2";

  @ParameterizedTest
  @MethodSource("placesForASecret")
  void aPlantedSecretIsRefusedAndNotShown(String before, String after) {
    Example example = Example.environmentFile().with(before, after);

    Throwable refusal = catchThrowable(example::environment);

    assertThat(everythingThatALogShows(refusal))
        .contains("reference-environment.conf")
        .doesNotContain(SECRET);
  }

  private static Stream<Arguments> placesForASecret() {
    String jaas = "{ env = KAFKA_JAAS }";
    String password = "password { file = /run/secrets/database }";
    String option = "max.poll.records = 500";
    return Stream.of(
        Arguments.of(password, "password = hunter2"),
        Arguments.of(password, "password = [hunter2]"),
        Arguments.of(password, "password { env = \"hunter2!\" }"),
        Arguments.of(password, "password { value = hunter2 }"),
        Arguments.of(password, "passwd = hunter2"),
        Arguments.of(password, "password = \"hunter2"),
        Arguments.of(password, "password = \"\\hunter2\""),
        Arguments.of(password, "password = hunter2 }"),
        Arguments.of(password, "password = hunter2$"),
        Arguments.of(password, "password = ${hunter2"),
        Arguments.of(password, "password = \"x\" = hunter2"),
        Arguments.of(password, "password = hunter2:x {"),
        Arguments.of(password, "password = {file = a} [hunter2]"),
        Arguments.of(jaas, "hunter2"),
        Arguments.of(jaas, "{ env = A, file = b, text = hunter2 }"),
        Arguments.of(option, "sasl.jaas.config = hunter2"),
        Arguments.of(option, "ssl.key.password = hunter2"),
        Arguments.of(option, "ssl.keystore.key = hunter2"),
        Arguments.of(option, "\"sasl.oauthbearer.client.secret\" = hunter2"),
        Arguments.of(option, "sasl.oauthbearer.token.endpoint.url = \"https://a:hunter2@b\""),
        Arguments.of("user = assay", "user = [\"//assay:hunter2@db\"]"),
        Arguments.of("db.plant", "\"assay:hunter2@db.plant\""),
        Arguments.of("sslmode=verify-full", "password=hunter2"),
        Arguments.of("sslmode=verify-full", "sslPassword=hunter2"),
        Arguments.of("jdbc:postgresql:", "jdbc:hunter2:"),
        Arguments.of("https://registry", "https://reader:hunter2@registry"),
        Arguments.of("https://registry", "hunter2://registry"),
        Arguments.of("password { env = REGISTRY_PASSWORD }", "password = hunter2"),
        Arguments.of(
            "trust-store-password { file = /run/secrets/trust }", "trust-store-password = hunter2"),
        Arguments.of("s3a://plant", "s3a://key:hunter2@plant"),
        Arguments.of("schema = plant", "schema = \"password=hunter2\""),
        Arguments.of("2 minutes", "\"password=hunter2\""),
        Arguments.of(option, "SASL.JAAS.CONFIG = hunter2"),
        Arguments.of(option, "sasl.access.token = hunter2"),
        Arguments.of(option, "store.passphrase = hunter2"),
        Arguments.of(option, "store.credential = hunter2"),
        Arguments.of(option, "registry.api-key = hunter2"),
        Arguments.of(option, "ssl.private_key = hunter2"),
        Arguments.of("sslmode=verify-full", "user=hunter2"),
        Arguments.of("sslmode=verify-full", "clientSecret=hunter2"),
        Arguments.of("sslmode=verify-full", "accessToken=hunter2"),
        Arguments.of("\"kafka-1:9093, kafka-2:9093\"", "\"sasl://assay:hunter2@kafka-1:9093\""),
        Arguments.of("\"kafka-1:9093, kafka-2:9093\"", "\"assay:hunter2@kafka-1:9093\""),
        Arguments.of("\"kafka-1:9093, kafka-2:9093\"", "\"hunter2@kafka-1:9093\""),
        Arguments.of(
            "\"kafka-1:9093, kafka-2:9093\"", "\"kafka-1:9093,assay:hun/ter2:hunter2@k:1\""),
        Arguments.of("s3a://plant", "s3a:/key:hunter2@plant"),
        Arguments.of("\"jdbc:postgresql://\"", "\"jdbc:postgresql:assay:hunter2@\""),
        Arguments.of("environment =", "include url(\"https://a:hunter2@b/c\")\nenvironment ="));
  }

  @Test
  void aSecretOptionIsPointedToItsPlace() {
    String fault =
        Example.environmentFile()
            .with("max.poll.records = 500", "sasl.jaas.config = hunter2")
            .environmentFault();

    assertThat(fault)
        .isEqualTo(
            "8: kafka.options.sasl.jaas.config = (not shown): a secret does not stand among the options. Move it to kafka.secrets, as sasl.jaas.config = { env = NAME } or { file = path }.");
  }

  @Test
  void aSecretInAVariableForAnAddressIsNotShown() {
    Example example = Example.environmentFile().with("db.plant", "${HOST}");

    Throwable refusal =
        catchThrowable(
            () ->
                EnvironmentFile.parse(
                    example.name(), example.text(), Map.of("HOST", "assay:hunter2@db")));

    assertThat(everythingThatALogShows(refusal)).contains("database.url").doesNotContain(SECRET);
  }

  @Test
  void anAddressOfATokenEndpointIsNoSecret() {
    Environment environment =
        Example.environmentFile()
            .with(
                "max.poll.records = 500", "sasl.oauthbearer.token.endpoint.url = \"https://login\"")
            .environment();

    assertThat(environment.kafka().options())
        .containsEntry("sasl.oauthbearer.token.endpoint.url", "https://login");
  }

  @Test
  void anEnvironmentThatAProgramMadeIsRenderedWithoutItsSecrets() {
    Environment parsed = Example.environmentFile().environment();
    Environment made =
        new Environment(
            parsed.name(),
            new Kafka(
                "assay:" + SECRET + "@localhost:9092",
                Map.of("sasl.jaas.config", SECRET),
                Map.of()),
            new Lake("s3a://key:" + SECRET + "@plant"),
            new Database(
                "jdbc:postgresql://plant/db?password=" + SECRET,
                parsed.database().user(),
                parsed.database().password(),
                parsed.database().schema(),
                parsed.database().statementTimeout(),
                parsed.database().lockTimeout()));

    assertThat(Rendered.of(made).text())
        .contains(
            "bootstrap-servers = \"(not shown)\"",
            "root = \"(not shown)\"",
            "url = \"(not shown)\"")
        .doesNotContain(SECRET);
  }

  private static String everythingThatALogShows(Throwable throwable) {
    StringWriter log = new StringWriter();
    throwable.printStackTrace(new PrintWriter(log, true));
    return log.toString();
  }
}
