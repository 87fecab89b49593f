package io.assay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryServerTest {
  private final HttpClient client = HttpClient.newHttpClient();
  @TempDir Path directory;

  @Test
  void itKeepsSchemasWhenItIsKilledAndStartedAgain() throws Exception {
    try (RegistryServer registry = RegistryServer.start(directory)) {
      String registered =
          send(
              HttpRequest.newBuilder(URI.create(registry.url() + "/subjects/s-value/versions"))
                  .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                  .POST(HttpRequest.BodyPublishers.ofString("{\"schema\": \"\\\"string\\\"\"}")));
      assertThat(registered).isEqualTo("200 {\"id\":1}");

      registry.kill();
      assertThatThrownBy(registry::checkAnswer).isInstanceOf(IOException.class);
      registry.restart();

      assertThat(get(registry, "/schemas/ids/1")).startsWith("200 {\"schema\":\"\\\"string\\\"\"");
      assertThat(get(registry, "/schemas/ids/2")).startsWith("404 {\"error_code\":40403");
    }
  }

  private String get(RegistryServer registry, String path) throws Exception {
    return send(HttpRequest.newBuilder(URI.create(registry.url() + path)));
  }

  private String send(HttpRequest.Builder request) throws Exception {
    HttpResponse<String> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return response.statusCode() + " " + response.body();
  }
}
