package io.assay.tests;

import io.assay.sandbox.BrokerLogin;
import io.assay.sandbox.CertificateAuthority;
import io.assay.sandbox.KafkaBroker;
import io.assay.sandbox.PostgresServer;
import io.assay.sandbox.RegistryGate;
import io.assay.sandbox.RegistryServer;
import io.assay.sandbox.ServerIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * A broker, a database and a schema registry that refuse whoever comes without TLS or without the
 * right login; their certificates, of an authority that nobody else trusts, have the name localhost
 * only. The roles in the database are those of conf/database/roles.sql.
 */
final class SecuredServers implements AutoCloseable {
  static final String DATABASE = "secured";
  static final String REGISTRY_USER = "schema-reader";

  private static final String HOST = "localhost";
  private static final String KAFKA_USER = "assay-jobs";
  private static final String KAFKA_PASSWORD = "planted-kafka-6b1f0c93";
  private static final String OWNER_PASSWORD = "planted-owner-c2a7719e";
  private static final String JOB_PASSWORD = "planted-job-04e85d1b";
  private static final String READER_PASSWORD = "planted-reader-58ee21f0";
  private static final String REGISTRY_PASSWORD = "planted-registry-9d3350af";

  private final Path directory;
  private final CertificateAuthority authority;
  private final CertificateAuthority stranger;
  private final KafkaBroker kafka;
  private final PostgresServer postgres;
  private final RegistryServer registry;
  private final RegistryGate gate;
  private final BrokerLogin login;

  private SecuredServers(Path directory) throws IOException, SQLException {
    this.directory = directory;
    authority = CertificateAuthority.create(directory.resolve("authority"));
    stranger = CertificateAuthority.create(directory.resolve("stranger"));
    ServerIdentity identity = authority.issue(HOST);
    login = new BrokerLogin(identity, KAFKA_USER, KAFKA_PASSWORD);
    kafka = KafkaBroker.start(directory.resolve("kafka"), login);
    postgres = PostgresServer.start(directory.resolve("postgres"), identity);
    registry = RegistryServer.start(directory.resolve("registry"));
    gate = RegistryGate.open(registry, identity, REGISTRY_USER, REGISTRY_PASSWORD);
    postgres.createDatabase(DATABASE);
    try (Connection connection = superuser();
        Statement statement = connection.createStatement()) {
      statement.execute(
          Files.readString(Repository.root().resolve("conf").resolve("database/roles.sql")));
      statement.execute("alter role assay_owner password '" + OWNER_PASSWORD + "'");
      statement.execute("alter role assay_job password '" + JOB_PASSWORD + "'");
      statement.execute("alter role assay_reader password '" + READER_PASSWORD + "'");
    }
    write("owner-password", OWNER_PASSWORD);
    write("job-password", JOB_PASSWORD);
    write("reader-password", READER_PASSWORD);
    write("wrong-password", "not-the-password");
    write("trust-password", authority.trustStorePassword());
    write("stranger-password", stranger.trustStorePassword());
  }

  static SecuredServers start(Path directory) throws IOException, SQLException {
    DirectoryTree.delete(directory);
    Files.createDirectories(directory);
    return new SecuredServers(directory);
  }

  private void write(String name, String secret) throws IOException {
    Files.writeString(directory.resolve(name), secret + "\n");
  }

  KafkaBroker kafka() {
    return kafka;
  }

  PostgresServer postgres() {
    return postgres;
  }

  RegistryGate gate() {
    return gate;
  }

  /** The root of the lake. */
  Path lake() {
    return directory.resolve("lake");
  }

  /** An environment of these servers, in which only pointers to secrets stand. */
  String environment() {
    return """
        environment = secured
        kafka {
          bootstrap-servers = "%1$s"
          options {
            security.protocol = SASL_SSL
            sasl.mechanism = SCRAM-SHA-512
            ssl.truststore.type = PKCS12
            ssl.truststore.location = "%2$s"
            default.api.timeout.ms = 20000
            request.timeout.ms = 10000
          }
          secrets {
            sasl.jaas.config = { env = ASSAY_TEST_JAAS }
            ssl.truststore.password = { file = "%3$s/trust-password" }
          }
        }
        lake { root = "file://%4$s" }
        database {
          url = "%5$s"
          user = assay_job
          password = { file = "%3$s/job-password" }
        }
        registry {
          url = "%6$s"
          user = %7$s
          password = { env = ASSAY_TEST_REGISTRY }
          trust-store = "%2$s"
          trust-store-password = { file = "%3$s/trust-password" }
        }
        """
        .formatted(
            kafka.bootstrapServers(),
            authority.trustStore(),
            directory,
            lake(),
            postgres.jdbcUrl(DATABASE),
            gate.url(),
            REGISTRY_USER);
  }

  /** Words of {@link #environment()} that name the authority, and those that name a stranger. */
  List<Map.Entry<String, String>> strangers() {
    return List.of(
        Map.entry(authority.trustStore().toString(), stranger.trustStore().toString()),
        Map.entry("/trust-password", "/stranger-password"),
        Map.entry(authority.certificate().toString(), stranger.certificate().toString()));
  }

  /** The environment variables to which the environment points. */
  Map<String, String> variables() {
    return Map.of("ASSAY_TEST_JAAS", login.jaas(), "ASSAY_TEST_REGISTRY", REGISTRY_PASSWORD);
  }

  /** The same with a wrong password for Kafka, and one for the registry. */
  Map<String, String> wrongVariables() {
    return Map.of(
        "ASSAY_TEST_JAAS",
        login.jaas().replace(KAFKA_PASSWORD, "not-the-password"),
        "ASSAY_TEST_REGISTRY",
        "not-the-password");
  }

  /** What must not be seen anywhere. */
  List<String> secrets() {
    return List.of(
        KAFKA_PASSWORD,
        OWNER_PASSWORD,
        JOB_PASSWORD,
        READER_PASSWORD,
        REGISTRY_PASSWORD,
        encodedLogin(),
        authority.trustStorePassword());
  }

  /** Options of a Kafka client that may come in. */
  Map<String, Object> kafkaOptions() {
    return Map.of(
        "bootstrap.servers",
        kafka.bootstrapServers(),
        "security.protocol",
        "SASL_SSL",
        "sasl.mechanism",
        "SCRAM-SHA-512",
        "sasl.jaas.config",
        login.jaas(),
        "ssl.truststore.type",
        "PEM",
        "ssl.truststore.location",
        authority.certificate().toString());
  }

  /** The certificate that the servers' are checked against. */
  Path certificate() {
    return authority.certificate();
  }

  /** What the registry wants in the header {@code Authorization}. */
  String registryLogin() {
    return "Basic " + encodedLogin();
  }

  private static String encodedLogin() {
    return Base64.getEncoder()
        .encodeToString((REGISTRY_USER + ":" + REGISTRY_PASSWORD).getBytes(StandardCharsets.UTF_8));
  }

  /** A connection that may do everything. */
  Connection superuser() throws SQLException {
    return postgres.connectAsSuperuser(DATABASE);
  }

  /** A connection of the role that the jobs have. */
  Connection asJob() throws SQLException {
    return DriverManager.getConnection(postgres.jdbcUrl(DATABASE), "assay_job", JOB_PASSWORD);
  }

  @Override
  public void close() {
    gate.close();
    registry.close();
    postgres.close();
    kafka.close();
  }
}
