package io.assay.flow.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.engine.registry.RegisteredSchema;
import io.assay.engine.registry.RegisteredSchema.Found;
import io.assay.engine.registry.RegisteredSchema.Unusable;
import io.assay.engine.registry.RegistryAddress;
import io.assay.engine.registry.SchemaRegistry;
import io.assay.model.AssayException;
import io.assay.model.Environment.Registry;
import io.assay.model.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.avro.Schema;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of a real registry, and what its answers mean. */
class SchemaRegistryTest {
  private static final Schema STRING = Schema.create(Schema.Type.STRING);

  private static TestRegistry registry;
  private static TlsProxy proxy;
  @TempDir static Path folder;

  @BeforeAll
  static void start() throws Exception {
    registry = TestRegistry.start();
    proxy = TlsProxy.start(folder, registry.server().url());
  }

  @AfterAll
  static void stop() {
    proxy.close();
    registry.close();
  }

  @Test
  void aSchemaIsFoundByItsId() {
    int id = registry.register("string-value", STRING);

    assertThat(at(registry.environment()).schema(id)).isEqualTo(new Found(STRING));
  }

  @Test
  void anIdThatTheRegistryDoesNotHaveIsAnAnswer() {
    assertThat(at(registry.environment()).schema(4711))
        .isEqualTo(new Unusable("the registry has no schema with the id 4711"));
  }

  @Test
  void aSchemaMayReferToOthers() {
    registry.register(
        "city",
        "{\"type\": \"record\", \"name\": \"geo.City\", \"fields\": [{\"name\": \"name\", \"type\": \"string\"}]}",
        "");
    int id =
        registry.register(
            "home-value",
            "{\"type\": \"record\", \"name\": \"Home\", \"fields\": [{\"name\": \"city\", \"type\": \"geo.City\"}]}",
            ", \"references\": [{\"name\": \"geo.City\", \"subject\": \"city\", \"version\": 1}]");

    RegisteredSchema schema = at(registry.environment()).schema(id);

    assertThat(((Found) schema).schema().getField("city").schema().getField("name")).isNotNull();
  }

  @Test
  void aSchemaOfAnotherKindIsAFaultOfTheRecord() {
    int id =
        registry.register(
            "json-value",
            "{\"$schema\": \"http://json-schema.org/draft-07/schema#\", \"type\": \"object\"}",
            ", \"schemaType\": \"JSON\"");

    assertThat(at(registry.environment()).schema(id)).isInstanceOf(Unusable.class);
  }

  @Test
  void aPageThatIsNoAnswerOfARegistryIsAFaultOfTheEnvironment() {
    Registry wrong = with(registry.environment(), registry.server().url() + "/not-there");

    assertExternal(() -> at(wrong).schema(1), "answers 404 to GET /schemas/ids/1");
  }

  @Test
  void nobodyThereIsAFaultOfTheEnvironment() {
    assertExternal(
        () -> at(with(registry.environment(), "http://127.0.0.1:1")).schema(1),
        "The schema registry http://127.0.0.1:1 cannot be asked: ConnectException");
  }

  @Test
  void tlsAndALoginWorkWithACertificateInPem() throws Exception {
    int id = registry.register("tls-value", STRING);

    assertThat(at(proxied(TlsProxy.PASSWORD, proxy.certificate(), Optional.empty())).schema(id))
        .isEqualTo(new Found(STRING));
  }

  @Test
  void tlsAndALoginWorkWithATrustStore() throws Exception {
    int id = registry.register("tls-value", STRING);
    Secret password = secret("store", TlsProxy.storePassword());

    assertThat(at(proxied(TlsProxy.PASSWORD, proxy.trustStore(), Optional.of(password))).schema(id))
        .isEqualTo(new Found(STRING));
  }

  @Test
  void aWrongPasswordIsAFaultOfTheEnvironmentAndNotShown() throws Exception {
    Registry wrong = proxied("hunter2", proxy.certificate(), Optional.empty());

    assertThatThrownBy(() -> at(wrong).schema(1))
        .hasMessageContaining("answers 401")
        .hasMessageContaining("Check registry.user and registry.password")
        .hasMessageNotContaining("hunter2")
        .extracting("kind")
        .isEqualTo(AssayException.Kind.EXTERNAL);
  }

  @Test
  void aCertificateThatNobodyTrustsIsAFaultOfTheEnvironment() throws Exception {
    Registry trusting = proxied(TlsProxy.PASSWORD, proxy.certificate(), Optional.empty());
    Registry untrusting =
        new Registry(
            trusting.url(),
            trusting.user(),
            trusting.password(),
            Optional.empty(),
            Optional.empty(),
            trusting.timeout());

    assertExternal(() -> at(untrusting).schema(1), "SSLHandshakeException");
  }

  @Test
  void aTrustStoreThatIsNotThereIsTheUsersFault() throws Exception {
    Registry none = proxied(TlsProxy.PASSWORD, folder.resolve("none.pem"), Optional.empty());

    assertThatThrownBy(() -> at(none).schema(1))
        .hasMessageContaining("Cannot use registry.trust-store")
        .extracting("kind")
        .isEqualTo(AssayException.Kind.USER);
  }

  private static SchemaRegistry at(Registry registry) {
    return SchemaRegistry.at(new RegistryAddress(registry));
  }

  private static Registry with(Registry registry, String url) {
    return new Registry(
        url,
        registry.user(),
        registry.password(),
        registry.trustStore(),
        registry.trustStorePassword(),
        registry.timeout());
  }

  private static Registry proxied(String password, Path trust, Optional<Secret> trustPassword)
      throws Exception {
    return new Registry(
        proxy.url(),
        Optional.of(TlsProxy.USER),
        Optional.of(secret("login", password)),
        Optional.of(trust.toString()),
        trustPassword,
        Duration.ofSeconds(20));
  }

  private static Secret secret(String name, String value) throws Exception {
    return new Secret.FromFile(
        Files.writeString(Files.createTempFile(folder, name, ""), value).toString());
  }

  private static void assertExternal(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .hasMessageContaining(message)
        .extracting("kind")
        .isEqualTo(AssayException.Kind.EXTERNAL);
  }
}
