package io.assay.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Turns names found in data into names that fields and columns may have: lower-case letters, digits
 * and underscores, a letter first, at most {@value #LONGEST} bytes, and none that the suite keeps
 * for itself. {@code orderStatus}, {@code Order status} and {@code order-status:} all become {@code
 * order_status}; so two names of one source may collide, and that is told and never resolved
 * silently.
 */
public final class Identifiers {
  /** What PostgreSQL keeps of a name, in bytes. */
  public static final int LONGEST = 63;

  private static final String RESERVED = "assay_";
  private static final String OTHER_READINGS = "__also";
  private static final Set<String> LITERALS = Set.of("true", "false", "null");
  private static final String PREFIX = "f_";
  private static final int DIGEST_DIGITS = 8;

  private static final Pattern MARK = Pattern.compile("\\p{M}+");
  private static final Pattern WORD_BEGINS =
      Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");
  private static final Pattern BETWEEN = Pattern.compile("_+");

  private Identifiers() {}

  /**
   * Two names that would become one.
   *
   * @param identifier what both become
   */
  public record Collision(String one, String other, String identifier) {
    @Override
    public String toString() {
      return "'%s' and '%s' both become %s".formatted(one, other, identifier);
    }
  }

  /** The identifier of a name. */
  public static String of(String name) {
    String plain = MARK.matcher(Normalizer.normalize(name, Normalizer.Form.NFKD)).replaceAll("");
    StringBuilder letters = new StringBuilder();
    plain.codePoints().forEach(character -> append(character, letters));
    String words = WORD_BEGINS.matcher(letters).replaceAll("_").toLowerCase(java.util.Locale.ROOT);
    String identifier = trimmed(BETWEEN.matcher(words).replaceAll("_"));
    boolean begins = !identifier.isEmpty() && Character.isLetter(identifier.charAt(0));
    if (!begins || identifier.startsWith(RESERVED) || LITERALS.contains(identifier)) {
      identifier = trimmed(PREFIX + identifier);
    }
    return identifier.length() <= LONGEST ? identifier : shortened(identifier, name);
  }

  /**
   * The identifiers of the names of one source, in their order.
   *
   * @throws AssayException (USER) if two names give one identifier, naming both
   */
  public static Map<String, String> of(Collection<String> names) {
    Optional<Collision> collision = collision(names);
    if (collision.isPresent()) {
      throw new AssayException(
          AssayException.Kind.USER,
          "Names of the source collide: "
              + collision.get()
              + ". Give one of them a name of your own: fields { <name> { from = \"…\", type = … } }");
    }
    Map<String, String> identifiers = new LinkedHashMap<>();
    names.forEach(name -> identifiers.put(name, of(name)));
    return identifiers;
  }

  /** The first two different names that give one identifier. */
  public static Optional<Collision> collision(Collection<String> names) {
    Map<String, String> first = new LinkedHashMap<>();
    for (String name : names) {
      String identifier = of(name);
      String before = first.putIfAbsent(identifier, name);
      if (before != null && !before.equals(name)) {
        return Optional.of(new Collision(before, name, identifier));
      }
    }
    return Optional.empty();
  }

  /** Letters and digits of ASCII stay, letters of other scripts become their number. */
  private static void append(int character, StringBuilder letters) {
    if (character < 128) {
      letters.append(Character.isLetterOrDigit(character) ? (char) character : '_');
    } else if (Character.isLetterOrDigit(character)) {
      letters.append("_u").append(Integer.toHexString(character)).append('_');
    } else {
      letters.append('_');
    }
  }

  private static String trimmed(String identifier) {
    int from = identifier.startsWith("_") ? 1 : 0;
    int to = identifier.endsWith("_") ? identifier.length() - 1 : identifier.length();
    String trimmed = to > from ? identifier.substring(from, to) : "";
    return trimmed.endsWith(OTHER_READINGS) ? trimmed + "_" : trimmed;
  }

  private static String shortened(String identifier, String name) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      String tail = "_" + HexFormat.of().formatHex(digest).substring(0, DIGEST_DIGITS);
      return identifier.substring(0, LONGEST - tail.length()) + tail;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
