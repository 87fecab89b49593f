package io.assay.model.file;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Decides what of a value may be shown in a message: nothing under a key that is named like a
 * secret, nothing of an address with a user in it, and of everything else one short line.
 */
final class Confidential {
  static final String HIDDEN = "(not shown)";

  private static final int LONGEST = 80;
  private static final Pattern SECRET_KEY =
      Pattern.compile("passw(or)?d|passphrase|secret|token|jaas|credential|api.?key|private.?key");

  /** {@code //user@host}, {@code //user:password@host} and {@code user:password@host}. */
  private static final Pattern USER_INFO = Pattern.compile("//[^/?#]*@|[^/?#:\\s]+:[^/?#\\s]*@");

  private static final Pattern SECRET_ASSIGNED =
      Pattern.compile("(?i)(passw(or)?d|secret|token)\\w*\\s*=");

  /** Kafka options that hold a secret under a harmless name. */
  private static final Set<String> SECRET_NAMES =
      Set.of("ssl.keystore.key", "basic.auth.user.info");

  /** Options of Kafka and Hadoop that only sound like secrets. */
  private static final Set<String> PUBLIC_NAMES =
      Set.of(
          "sasl.oauthbearer.token.endpoint.url",
          "fs.s3a.aws.credentials.provider",
          "fs.s3a.assumed.role.credentials.provider",
          "fs.s3a.security.credential.provider.path",
          "hadoop.security.credential.provider.path");

  private Confidential() {}

  static String shown(List<String> path, String value) {
    if (path.stream().anyMatch(key -> hides(key, value))) {
      return HIDDEN;
    }
    String line = value.replaceAll("\\s+", " ").strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }

  /** The whole value, unless it is hidden. */
  static String masked(String key, String value) {
    return hides(key, value) ? HIDDEN : value;
  }

  /** Whether what stands under that key is to be hidden. */
  static boolean isSecretKey(String key) {
    String name = key.toLowerCase(Locale.ROOT);
    return SECRET_NAMES.contains(name)
        || (SECRET_KEY.matcher(name).find() && !PUBLIC_NAMES.contains(name));
  }

  /** Whether an address holds a user, and perhaps a password, before its host. */
  static boolean hasUserInfo(String address) {
    return USER_INFO.matcher(address).find();
  }

  private static boolean hides(String key, String value) {
    return isSecretKey(key) || hasUserInfo(value) || SECRET_ASSIGNED.matcher(value).find();
  }
}
