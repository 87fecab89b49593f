package io.assay.flow.registry;

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
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Stands before a real registry, as a reverse proxy does in production: ends TLS and asks for user
 * and password. Apicurio itself only knows logins by OpenID Connect.
 */
final class TlsProxy implements AutoCloseable {
  static final String USER = "reader";
  static final String PASSWORD = "p:a s§s";
  private static final String STORE_PASSWORD = "store-password";

  private final HttpsServer server;
  private final Path certificate;
  private final Path trustStore;

  private TlsProxy(HttpsServer server, Path certificate, Path trustStore) {
    this.server = server;
    this.certificate = certificate;
    this.trustStore = trustStore;
  }

  static TlsProxy start(Path directory, String registry) throws Exception {
    Path keys = directory.resolve("keys.p12");
    Path certificate = directory.resolve("certificate.pem");
    Path trustStore = directory.resolve("trust.p12");
    keytool(
        "-genkeypair",
        "-alias",
        "proxy",
        "-keyalg",
        "EC",
        "-dname",
        "CN=registry",
        "-ext",
        "SAN=IP:127.0.0.1",
        "-keystore",
        keys.toString(),
        "-storepass",
        STORE_PASSWORD);
    keytool(
        "-exportcert",
        "-rfc",
        "-alias",
        "proxy",
        "-keystore",
        keys.toString(),
        "-storepass",
        STORE_PASSWORD,
        "-file",
        certificate.toString());
    keytool(
        "-importcert",
        "-noprompt",
        "-alias",
        "ca",
        "-keystore",
        trustStore.toString(),
        "-storepass",
        STORE_PASSWORD,
        "-file",
        certificate.toString());
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context(keys)));
    HttpClient client = HttpClient.newHttpClient();
    server
        .createContext("/", exchange -> forward(client, registry, exchange))
        .setAuthenticator(
            new BasicAuthenticator("registry") {
              @Override
              public boolean checkCredentials(String user, String password) {
                return user.equals(USER) && password.equals(PASSWORD);
              }
            });
    server.start();
    return new TlsProxy(server, certificate, trustStore);
  }

  String url() {
    return "https://127.0.0.1:" + server.getAddress().getPort();
  }

  /** In PEM. */
  Path certificate() {
    return certificate;
  }

  /** PKCS 12, with {@link #storePassword}. */
  Path trustStore() {
    return trustStore;
  }

  static String storePassword() {
    return STORE_PASSWORD;
  }

  private static void forward(HttpClient client, String registry, HttpExchange exchange)
      throws IOException {
    try (exchange) {
      HttpResponse<byte[]> response =
          client.send(
              HttpRequest.newBuilder(URI.create(registry + exchange.getRequestURI())).build(),
              HttpResponse.BodyHandlers.ofByteArray());
      exchange.sendResponseHeaders(response.statusCode(), response.body().length);
      exchange.getResponseBody().write(response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static SSLContext context(Path keys) throws GeneralSecurityException, IOException {
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(
        KeyStore.getInstance(keys.toFile(), STORE_PASSWORD.toCharArray()),
        STORE_PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private static void keytool(String... arguments) throws IOException, InterruptedException {
    List<String> command = new java.util.ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IllegalStateException(said);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
