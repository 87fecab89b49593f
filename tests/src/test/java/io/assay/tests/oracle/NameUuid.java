package io.assay.tests.oracle;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** UUIDs of version 5: from a name, by SHA-1 (RFC 9562, section 5.5). */
final class NameUuid {
  private NameUuid() {}

  static UUID of(UUID namespace, String name) {
    ByteBuffer bytes = ByteBuffer.wrap(sha1(namespace, name));
    long high = bytes.getLong() & ~0xf000L | 0x5000L;
    long low = bytes.getLong() & ~(0xc0L << 56) | 0x80L << 56;
    return new UUID(high, low);
  }

  private static byte[] sha1(UUID namespace, String name) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      digest.update(
          ByteBuffer.allocate(16)
              .putLong(namespace.getMostSignificantBits())
              .putLong(namespace.getLeastSignificantBits())
              .array());
      return digest.digest(name.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-1", e);
    }
  }
}
