package io.assay.propose;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Currency;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Tells objects whose member names are data (a map) from those whose names are a schema. */
final class DataNames {
  private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
  private static final Pattern DATA =
      Pattern.compile(
          "[0-9]+|\\d{4}-\\d{2}(-\\d{2})?.*|\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}|[a-z]{2}[-_][A-Z]{2}");
  private static final int MANY = 16;
  private static final double RARE = 0.3;

  /** So many members with objects of one shape are no schema. */
  private static final int ALIKE = 8;

  /** Codes that a list does not know are no rarity. */
  private static final double MOST = 0.7;

  private static final Map<String, Set<String>> CODES = new LinkedHashMap<>();

  static {
    CODES.put("currency", currencies());
    CODES.put("language", languages());
    CODES.put("country", countries());
  }

  private DataNames() {}

  /**
   * Whether the names of the members are data: numbers, dates, codes of languages, currencies or
   * countries, or many that are each rare or alike, with values of one sort.
   */
  static boolean areMembersOf(Observed objects) {
    Set<String> names = objects.members();
    Set<String> sorts = sorts(objects);
    if (names.isEmpty() || sorts.size() != 1) {
      return false;
    }
    if (names.stream().allMatch(name -> DATA.matcher(name).matches())) {
      return true;
    }
    if (sorts.contains("list")) {
      return false;
    }
    if (names.size() > 1 && areCodes(names)) {
      return true;
    }
    long members = objects.values().stream().mapToLong(JsonNode::size).sum();
    return (names.size() > MANY && members < RARE * names.size() * objects.values().size())
        || (names.size() >= ALIKE && sorts.contains("object") && isOfOneShape(objects));
  }

  /** What to call the names. */
  static String whatTheyAre(Observed objects) {
    Set<String> names = objects.members();
    if (names.stream().allMatch(name -> DAY.matcher(name).matches())) {
      return "date";
    }
    return CODES.entrySet().stream()
        .filter(codes -> share(names, codes.getValue()) >= MOST)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("name");
  }

  private static boolean areCodes(Set<String> names) {
    return CODES.values().stream().anyMatch(codes -> codes.containsAll(names));
  }

  private static double share(Set<String> names, Set<String> codes) {
    return (double) names.stream().filter(codes::contains).count() / names.size();
  }

  private static boolean isOfOneShape(Observed objects) {
    Set<Set<String>> shapes = new HashSet<>();
    for (JsonNode object : objects.values()) {
      object.forEach(value -> shapes.add(new Observed(List.of(value)).members()));
    }
    return shapes.size() == 1 && shapes.iterator().next().size() > 1;
  }

  private static Set<String> sorts(Observed objects) {
    Set<String> sorts = new HashSet<>();
    objects.values().forEach(object -> object.forEach(value -> sorts.add(sort(value))));
    sorts.remove("null");
    return sorts;
  }

  private static String sort(JsonNode value) {
    if (value.isNumber()) {
      return "number";
    }
    if (value.isArray()) {
      return "list";
    }
    return value.isObject() ? "object" : value.isNull() ? "null" : value.getNodeType().name();
  }

  private static Set<String> currencies() {
    return Currency.getAvailableCurrencies().stream()
        .map(Currency::getCurrencyCode)
        .collect(Collectors.toSet());
  }

  private static Set<String> languages() {
    Set<String> codes = new HashSet<>(List.of(Locale.getISOLanguages()));
    for (String language : Locale.getISOLanguages()) {
      codes.add(new Locale.Builder().setLanguage(language).build().getISO3Language());
    }
    return codes;
  }

  private static Set<String> countries() {
    Set<String> codes = new HashSet<>(List.of(Locale.getISOCountries()));
    for (String country : Locale.getISOCountries()) {
      try {
        codes.add(new Locale.Builder().setRegion(country).build().getISO3Country());
      } catch (MissingResourceException e) {
        continue; // a country without a code of three letters
      }
    }
    return codes;
  }
}
