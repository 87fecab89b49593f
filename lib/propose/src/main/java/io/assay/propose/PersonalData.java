package io.assay.propose;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Guesses which fields tell of people: by their names, and by what the values look like. */
final class PersonalData {
  private static final Map<String, Pattern> NAMES = new LinkedHashMap<>();
  private static final Pattern E_MAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s.]+");
  private static final Pattern INTERNATIONAL_PHONE = Pattern.compile("\\+[0-9][0-9 ()./-]{6,18}");
  private static final Pattern IPV4 =
      Pattern.compile("(25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");

  static {
    NAMES.put("an e-mail address", word("e_?mail(_address)?"));
    NAMES.put("a telephone number", word("phone|mobile|cell|telephone|fax"));
    NAMES.put(
        "a person's name",
        word("(first|last|given|family|full|middle|maiden|sur)_?name|surname|forename"));
    NAMES.put("a date of birth", word("dob|birth(_?da(y|te))?|date_of_birth"));
    NAMES.put(
        "an address",
        word("street|address|post_?code|postal_code|zip(_?code)?|latitude|longitude"));
    NAMES.put(
        "an identity number", word("ssn|passport|national_id|tax_id|iban|card_number|credit_card"));
    NAMES.put("a secret", word("password|passwd|pwd|salt|md5|sha1|sha256|token|secret"));
    NAMES.put("an account name", word("user_?name|login"));
    NAMES.put("a network address", word("ip(_address)?|mac_address"));
    NAMES.put("about a person", word("gender|sex|nationality|religion|ethnicity"));
  }

  private PersonalData() {}

  /** What the field seems to be; empty if nothing points to a person. */
  static Optional<String> guess(String name, Observed seen) {
    if (all(seen, E_MAIL)) {
      return Optional.of("an e-mail address");
    }
    if (all(seen, INTERNATIONAL_PHONE)) {
      return Optional.of("a telephone number");
    }
    if (all(seen, IPV4)) {
      return Optional.of("a network address");
    }
    return NAMES.entrySet().stream()
        .filter(entry -> entry.getValue().matcher(name).find())
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static boolean all(Observed seen, Pattern pattern) {
    return !seen.isNothing()
        && seen.values().stream()
            .allMatch(
                value -> isText(value) && pattern.matcher(value.textValue().strip()).matches());
  }

  private static boolean isText(JsonNode value) {
    return value.isTextual();
  }

  private static Pattern word(String words) {
    return Pattern.compile("(^|_)(" + words + ")($|_)");
  }
}
