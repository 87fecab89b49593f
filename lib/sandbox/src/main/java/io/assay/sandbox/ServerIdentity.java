package io.assay.sandbox;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * With what a server proves who it is over TLS; {@link CertificateAuthority} makes it.
 *
 * @param host the only name that the certificate has
 * @param key the private key, PKCS 8 in PEM, for its owner only
 * @param certificate the server's certificate and that of the authority, in PEM
 * @param authority the certificate of the authority, in PEM
 */
public record ServerIdentity(String host, Path key, Path certificate, Path authority) {
  private static final char[] IN_MEMORY = new char[0];

  /** For a server of this JVM that has the identity, or a client that trusts its authority. */
  SSLContext context() throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry(host, privateKey(), IN_MEMORY, certificates(certificate));
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, IN_MEMORY);
    KeyStore others = KeyStore.getInstance("PKCS12");
    others.load(null, null);
    others.setCertificateEntry("authority", certificates(authority)[0]);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(others);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private PrivateKey privateKey() throws IOException, GeneralSecurityException {
    String body = Files.readString(key).replaceAll("-----[^-]*-----|\\s", "");
    return KeyFactory.getInstance("EC")
        .generatePrivate(
            new PKCS8EncodedKeySpec(
                Base64.getDecoder().decode(body.getBytes(StandardCharsets.US_ASCII))));
  }

  private static Certificate[] certificates(Path file)
      throws IOException, GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)))
        .toArray(Certificate[]::new);
  }
}
