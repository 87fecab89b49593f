package io.assay.sandbox;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The programs of PostgreSQL, unpacked from the class path to {@link Runtimes#home} once; complete
 * there or absent.
 */
final class PostgresDistribution {
  private static final int EXECUTABLE = 0100;

  private PostgresDistribution() {}

  /** The directory with {@code bin/postgres}. */
  static Path home() {
    String archive = "postgres-" + platform() + ".txz";
    try (InputStream in = PostgresDistribution.class.getResourceAsStream("/" + archive)) {
      if (in == null) {
        throw new SandboxException(
            "There is no PostgreSQL for this machine (" + archive + ") on the class path");
      }
      return unpacked(in.readAllBytes());
    } catch (IOException e) {
      throw new SandboxException("Cannot unpack " + archive + " to " + Runtimes.home(), e);
    }
  }

  private static String platform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String machine =
        switch (System.getProperty("os.arch")) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64" -> "arm_64";
          default -> System.getProperty("os.arch");
        };
    return (system.startsWith("mac") ? "darwin" : system) + "-" + machine;
  }

  private static Path unpacked(byte[] archive) throws IOException {
    Path target = Runtimes.home().resolve("postgres-" + hash(archive));
    if (Files.isDirectory(target)) {
      return target;
    }
    Files.createDirectories(Runtimes.home());
    Path incoming = Files.createTempDirectory(Runtimes.home(), ".incoming-postgres-");
    try {
      unpack(archive, incoming);
      Files.setPosixFilePermissions(incoming, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.move(incoming, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      deleteTree(incoming);
      if (!Files.isDirectory(target)) { // not the work of another process meanwhile
        throw e;
      }
    }
    return target;
  }

  private static void unpack(byte[] archive, Path directory) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new BufferedInputStream(new XZInputStream(new ByteArrayInputStream(archive))))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path path = directory.resolve(entry.getName()).normalize();
        if (!path.startsWith(directory)) {
          throw new IOException("An entry points outside of the archive: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(path);
          continue;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
          Files.copy(tar, path);
          if ((entry.getMode() & EXECUTABLE) != 0) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
          }
        }
      }
    }
  }

  private static String hash(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest).substring(0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** Deletes a directory and all in it; nothing if it is absent. */
  static void deleteTree(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
