package io.assay.engine.function;

import io.assay.model.AssayException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A namespace for UUIDs of version 5 (RFC 9562, section 5.5): the same text gives the same UUID,
 * everywhere and for ever. Immutable, thread-safe.
 *
 * @param id the namespace's own UUID
 */
public record UuidNamespace(UUID id) implements Serializable {
  private static final Pattern CANONICAL =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");
  private static final byte[] HEXADECIMAL = "0123456789abcdef".getBytes();
  private static final MessageDigest SHA_1 = sha1();

  /**
   * The namespace written in canonical form.
   *
   * @throws AssayException of kind USER if it is no UUID
   */
  public static UuidNamespace parse(String text) {
    if (!CANONICAL.matcher(text).matches()) {
      throw new AssayException(
          AssayException.Kind.USER,
          "uuid5: the namespace '"
              + text
              + "' is no UUID. Write one like f47ac10b-58cc-4372-a567-0e02b2c3d479.");
    }
    return new UuidNamespace(UUID.fromString(text));
  }

  /** The UUID of a text (its UTF-8 bytes), canonical, lower case. */
  public UTF8String uuid5(UTF8String text) {
    MessageDigest digest = copy();
    digest.update(
        ByteBuffer.allocate(16)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .flip());
    byte[] hash = digest.digest(text.getBytes());
    hash[6] = (byte) (hash[6] & 0x0f | 0x50);
    hash[8] = (byte) (hash[8] & 0x3f | 0x80);
    byte[] written = new byte[36];
    int at = 0;
    for (int i = 0; i < 16; i++) {
      if (i == 4 || i == 6 || i == 8 || i == 10) {
        written[at++] = '-';
      }
      written[at++] = HEXADECIMAL[hash[i] >> 4 & 0x0f];
      written[at++] = HEXADECIMAL[hash[i] & 0x0f];
    }
    return UTF8String.fromBytes(written);
  }

  // Cloning the fresh digest is cheaper than looking the algorithm up for every row.
  private static MessageDigest copy() {
    try {
      return (MessageDigest) SHA_1.clone();
    } catch (CloneNotSupportedException e) {
      return sha1();
    }
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new AssayException(
          AssayException.Kind.INTERNAL, "SHA-1 is missing, which every Java platform must have", e);
    }
  }
}
