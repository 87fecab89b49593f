package io.assay.model.file;

import io.assay.model.Environment;
import io.assay.model.Pipeline;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A definition as canonical text: HOCON with every effective value, and so with all defaults, that
 * reads as the same definition again. It does not depend on the order of keys, comments, {@code
 * let} or includes of the file; only the kinds of records keep their order, which has a meaning.
 * Secrets are the pointers that they are in the file.
 *
 * @param text the text, with a final line break
 */
public record Rendered(String text) {
  private static final int VERSION_DIGITS = 16;

  /** The canonical text of a pipeline. */
  public static Rendered of(Pipeline pipeline) {
    return new Rendered(HoconWriter.text(PipelineTree.of(pipeline)));
  }

  /** The canonical text of an environment. */
  public static Rendered of(Environment environment) {
    return new Rendered(HoconWriter.text(EnvironmentTree.of(environment)));
  }

  /**
   * The first 16 hexadecimal digits of the text's SHA-256: the same for definitions that mean the
   * same.
   */
  public String version() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, VERSION_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
