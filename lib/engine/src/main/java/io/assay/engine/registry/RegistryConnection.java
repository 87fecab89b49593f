package io.assay.engine.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.assay.model.AssayException;
import io.assay.model.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/**
 * Asks a registry over HTTP. An answer that says that there is no such thing is an answer; all else
 * that is no success is the environment's fault. Thread-safe; connects with the first question.
 *
 * @see <a href="https://docs.confluent.io/platform/current/schema-registry/develop/api.html">the
 *     interface</a>
 */
final class RegistryConnection {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /** Codes of "there is no such subject, version, schema". */
  private static final int FIRST_ABSENT = 40401;

  private static final int LAST_ABSENT = 40403;

  private final RegistryAddress address;
  private final HttpClient client;

  RegistryConnection(RegistryAddress address) {
    this.address = address;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER) // the password goes nowhere else
            .connectTimeout(shorter(CONNECT_TIMEOUT, address.timeout()));
    address
        .trustStore()
        .ifPresent(
            file -> builder.sslContext(TrustStore.context(file, address.trustStorePassword())));
    this.client = builder.build();
  }

  /**
   * What stands under a path; empty if the registry says that there is no such thing.
   *
   * @throws AssayException (EXTERNAL) if the registry does not answer, refuses or fails
   */
  Optional<JsonNode> get(String path) {
    HttpResponse<byte[]> response = send(path);
    int status = response.statusCode();
    JsonNode body = body(response.body());
    if (status == 200 && body.isContainerNode()) {
      return Optional.of(body);
    }
    int code = body.path("error_code").asInt();
    if (status == 404 && code >= FIRST_ABSENT && code <= LAST_ABSENT) {
      return Optional.empty();
    }
    throw failure("answers " + status + " to GET " + path + remedy(status), null);
  }

  private HttpResponse<byte[]> send(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address.url() + path))
            .timeout(address.timeout())
            .header("Accept", "application/vnd.schemaregistry.v1+json, application/json");
    address.user().ifPresent(user -> request.header("Authorization", "Basic " + login(user)));
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw failure(
          "cannot be asked: "
              + e.getClass().getSimpleName()
              + (e.getMessage() == null ? "" : ": " + e.getMessage())
              + ". Check that it runs, registry.url, and registry.trust-store",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure("was not waited for: the task was stopped", e);
    }
  }

  private String login(String user) {
    String password = address.password().map(Secret::reveal).orElse("");
    return Base64.getEncoder()
        .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  private static JsonNode body(byte[] bytes) {
    try {
      return JSON.readTree(bytes);
    } catch (IOException e) { // the page of a proxy, perhaps
      return JSON.missingNode();
    }
  }

  private static String remedy(int status) {
    return switch (status) {
      case 401, 403 -> ". Check registry.user and registry.password, and the user's rights";
      case 404 ->
          " without saying that the schema is unknown. Is registry.url right, with its path?";
      default -> "";
    };
  }

  private AssayException failure(String what, Throwable cause) {
    return new AssayException(
        AssayException.Kind.EXTERNAL, "The schema registry " + address + " " + what + ".", cause);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
