package io.assay.model.file;

import java.util.List;
import java.util.Locale;
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
  private static final Pattern SECRET_VALUE =
      Pattern.compile("(?i)//[^/?#]*@|(passw(or)?d|secret|token)\\w*\\s*=");

  private Confidential() {}

  static String shown(List<String> path, String value) {
    if (path.stream().anyMatch(Confidential::isSecretKey) || SECRET_VALUE.matcher(value).find()) {
      return HIDDEN;
    }
    String line = value.replaceAll("\\s+", " ").strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }

  static boolean isSecretKey(String key) {
    return SECRET_KEY.matcher(key.toLowerCase(Locale.ROOT)).find();
  }

  /** Whether an address holds a user, and perhaps a password, before its host. */
  static boolean hasUserInfo(String address) {
    return Pattern.compile("//[^/?#]*@").matcher(address).find();
  }
}
