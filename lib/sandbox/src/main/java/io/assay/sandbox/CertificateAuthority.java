package io.assay.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * A certificate authority that only its users know, and what a server and its clients need of it as
 * files: nothing that Java or the machine trusts. The certificates hold for 90 days.
 */
public final class CertificateAuthority {
  private static final String STORE = "authority.p12";
  private static final String AUTHORITY = "authority";
  private static final int LINE = 64;

  private final Path directory;
  private final Path passwordFile;
  private final String password;

  private CertificateAuthority(Path directory, Path passwordFile, String password) {
    this.directory = directory;
    this.passwordFile = passwordFile;
    this.password = password;
  }

  /**
   * Makes an authority.
   *
   * @param directory for its files, which must not be used already
   */
  public static CertificateAuthority create(Path directory) {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    String password = HexFormat.of().formatHex(random);
    Path absolute = directory.toAbsolutePath();
    try {
      Files.createDirectories(absolute);
      Path passwordFile = absolute.resolve("password");
      writeForOwner(passwordFile, password);
      CertificateAuthority authority = new CertificateAuthority(absolute, passwordFile, password);
      authority.keytool("-alias", AUTHORITY, "-dname", "CN=Assay sandbox", "-ext", "bc:c");
      authority.writeTrust();
      return authority;
    } catch (IOException | GeneralSecurityException e) {
      throw new SandboxException("Cannot make a certificate authority in " + absolute, e);
    }
  }

  /** Its own certificate, in PEM: what clients check a server's certificate against. */
  public Path certificate() {
    return directory.resolve("authority.pem");
  }

  /** The same in PKCS 12. */
  public Path trustStore() {
    return directory.resolve("trust.p12");
  }

  /** The password of {@link #trustStore()}. */
  public String trustStorePassword() {
    return password;
  }

  /**
   * Makes a key and a certificate for a server.
   *
   * @param host the only name by which clients may call it
   */
  public ServerIdentity issue(String host) {
    try {
      keytool(
          "-alias", host, "-signer", AUTHORITY, "-dname", "CN=" + host, "-ext", "san=dns:" + host);
      KeyStore store = store();
      Key key = store.getKey(host, password.toCharArray());
      Certificate[] chain = store.getCertificateChain(host);
      Path keyFile = directory.resolve(host + ".key");
      Path certificateFile = directory.resolve(host + ".pem");
      writeForOwner(keyFile, pem("PRIVATE KEY", key.getEncoded()));
      StringBuilder certificates = new StringBuilder();
      for (Certificate certificate : chain) {
        certificates.append(pem("CERTIFICATE", certificate.getEncoded()));
      }
      Files.writeString(certificateFile, certificates);
      return new ServerIdentity(host, keyFile, certificateFile, certificate());
    } catch (IOException | GeneralSecurityException e) {
      throw new SandboxException("Cannot make a certificate for " + host, e);
    }
  }

  private void writeTrust() throws IOException, GeneralSecurityException {
    Certificate own = store().getCertificate(AUTHORITY);
    Files.writeString(certificate(), pem("CERTIFICATE", own.getEncoded()));
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    trust.setCertificateEntry(AUTHORITY, own);
    try (var out = Files.newOutputStream(trustStore())) {
      trust.store(out, password.toCharArray());
    }
  }

  private KeyStore store() throws IOException, GeneralSecurityException {
    return KeyStore.getInstance(directory.resolve(STORE).toFile(), password.toCharArray());
  }

  /** The JDK makes certificates by this program only. */
  private void keytool(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-keystore",
                directory.resolve(STORE).toString(),
                "-storetype",
                "PKCS12",
                "-storepass:file",
                passwordFile.toString()));
    command.addAll(List.of(arguments));
    Commands.run(command, directory.resolve("keytool.log"));
  }

  private static String pem(String what, byte[] content) {
    String body =
        Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(content);
    return "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(what, body);
  }

  private static void writeForOwner(Path file, String content) throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, content);
  }
}
