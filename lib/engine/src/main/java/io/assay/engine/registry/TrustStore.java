package io.assay.engine.registry;

import io.assay.model.AssayException;
import io.assay.model.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Certificates that a server's is checked against, from a file in PEM, PKCS 12 or JKS. */
final class TrustStore {
  private static final String PEM = "-----BEGIN";

  private TrustStore() {}

  static SSLContext context(String file, Optional<Secret> password) {
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store(Path.of(file), password));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new AssayException(
          AssayException.Kind.USER,
          "Cannot use registry.trust-store "
              + file
              + ": "
              + e.getMessage()
              + ". It is to be PEM, PKCS 12 or JKS, readable on this node, with its password in"
              + " registry.trust-store-password.",
          e);
    }
  }

  private static KeyStore store(Path file, Optional<Secret> password)
      throws IOException, GeneralSecurityException {
    byte[] bytes = Files.readAllBytes(file);
    if (!new String(bytes, StandardCharsets.ISO_8859_1).contains(PEM)) {
      return KeyStore.getInstance(
          file.toFile(), password.map(Secret::reveal).map(String::toCharArray).orElse(null));
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    int number = 0;
    for (Certificate certificate :
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(bytes))) {
      store.setCertificateEntry("ca-" + number++, certificate);
    }
    return store;
  }
}
