package io.assay.sandbox;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What stands before a schema registry that is not for everybody: a proxy in this JVM that speaks
 * TLS and wants a user and a password (basic authentication). Apicurio itself has logins by OpenID
 * Connect only. Thread-safe.
 */
public final class RegistryGate implements AutoCloseable {
  private static final int THREADS = 4;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final List<String> PASSED_ON = List.of("Content-Type", "Accept");

  private final RegistryServer registry;
  private final String host;
  private final HttpsServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final HttpClient client = HttpClient.newHttpClient();

  private RegistryGate(RegistryServer registry, String host, HttpsServer server) {
    this.registry = registry;
    this.host = host;
    this.server = server;
  }

  /** Opens a gate on a free port of the loopback interface. */
  public static RegistryGate open(
      RegistryServer registry, ServerIdentity identity, String user, String password) {
    try {
      HttpsServer server =
          HttpsServer.create(new InetSocketAddress(InetAddress.getByName(LoopbackPort.HOST), 0), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(identity.context()));
      RegistryGate gate = new RegistryGate(registry, identity.host(), server);
      server.setExecutor(gate.threads);
      server
          .createContext("/", gate::answer)
          .setAuthenticator(
              new BasicAuthenticator("registry", StandardCharsets.UTF_8) {
                @Override
                public boolean checkCredentials(String name, String secret) {
                  return name.equals(user)
                      && MessageDigest.isEqual(
                          secret.getBytes(StandardCharsets.UTF_8),
                          password.getBytes(StandardCharsets.UTF_8));
                }
              });
      server.start();
      return gate;
    } catch (IOException | GeneralSecurityException e) {
      throw new SandboxException("Cannot open a gate before the schema registry", e);
    }
  }

  /** The address under which the registry answers as Confluent's does. */
  public String url() {
    return "https://" + host + ":" + port() + RegistryServer.PATH;
  }

  /** The port that it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(registry.root() + exchange.getRequestURI()))
              .timeout(TIMEOUT)
              .method(
                  exchange.getRequestMethod(),
                  HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
      for (String header : PASSED_ON) {
        String value = exchange.getRequestHeaders().getFirst(header);
        if (value != null) {
          request.header(header, value);
        }
      }
      HttpResponse<byte[]> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      answer
          .headers()
          .firstValue("Content-Type")
          .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
      byte[] body = answer.body();
      exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
      if (body.length > 0) {
        exchange.getResponseBody().write(body);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
