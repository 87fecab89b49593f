package io.assay.propose;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Which member says who or what an object is, and what depends on it. */
final class Identity {
  private static final Pattern STRONG = Pattern.compile("_?id|uuid|guid");
  private static final Pattern LIKELY =
      Pattern.compile(
          "(.*_)?(id|uuid|guid|code|key|sku|slug|login|username|number|isbn|ean|iso|ref|reference)");

  private Identity() {}

  /**
   * Whether the name says that it alone identifies: {@code id}, or {@code customer_id} in a
   * customer.
   */
  static boolean isStrong(String member, String of) {
    String name = Names.identifier(member);
    String singular = Names.singular(Names.identifier(of));
    return STRONG.matcher(name.replaceFirst("^x_", "")).matches()
        || name.equals(singular + "_id")
        || name.equals(singular + "_uuid")
        || name.equals(singular.replace("_", "") + "_id");
  }

  /** Whether the name is one that keys have. */
  static boolean isLikely(String member) {
    return LIKELY.matcher(Names.identifier(member)).matches();
  }

  /**
   * The member that identifies objects which stand at a path: a strong one, or a likely one that
   * repeats and on which all other members depend.
   */
  static Optional<String> ofObjects(String name, Observed objects) {
    Set<String> members = objects.members();
    for (String member : members) {
      if (isStrong(member, name) && isScalarEverywhere(objects.values(), member)) {
        return Optional.of(member);
      }
    }
    for (String member : members) {
      if (isLikely(member)
          && members.size() > 1
          && isScalarEverywhere(objects.values(), member)
          && repeats(objects.values(), member)
          && dependents(objects.values(), member).size() == members.size()) {
        return Optional.of(member);
      }
    }
    return Optional.empty();
  }

  /**
   * The member by which elements are known under several parents: then they are shared, not owned.
   */
  static Optional<String> ofShared(String name, List<Occurrence> elements) {
    List<JsonNode> values = elements.stream().map(Occurrence::value).toList();
    Set<String> members = new TreeSet<>(new Observed(values).members());
    return members.stream()
        .filter(member -> isStrong(member, name) || isLikely(member))
        .filter(member -> isScalarEverywhere(values, member))
        .filter(member -> isUnderSeveralParents(elements, member))
        .filter(member -> dependents(values, member).size() > 1)
        .min(java.util.Comparator.comparing(member -> isStrong(member, name) ? 0 : 1));
  }

  /** The members that are the same wherever the identifying one is; it is one of them. */
  static Set<String> dependents(List<JsonNode> objects, String by) {
    Set<String> dependents = new HashSet<>(new Observed(objects).members());
    Map<String, JsonNode> first = new HashMap<>();
    for (JsonNode object : objects) {
      JsonNode before = first.putIfAbsent(object.path(by).asText(), object);
      if (before != null) {
        dependents.removeIf(member -> !before.path(member).equals(object.path(member)));
      }
    }
    return dependents;
  }

  private static boolean isScalarEverywhere(List<JsonNode> objects, String member) {
    return !objects.isEmpty()
        && objects.stream()
            .map(object -> object.path(member))
            .allMatch(
                node -> node.isTextual() ? !node.textValue().isBlank() : node.isIntegralNumber());
  }

  private static boolean repeats(List<JsonNode> objects, String member) {
    Set<String> seen = new HashSet<>();
    return objects.stream().anyMatch(object -> !seen.add(object.path(member).asText()));
  }

  private static boolean isUnderSeveralParents(List<Occurrence> elements, String member) {
    Map<String, Occurrence> parents = new HashMap<>();
    for (Occurrence element : elements) {
      Occurrence before =
          parents.putIfAbsent(
              element.value().path(member).asText().toLowerCase(Locale.ROOT), element.parent());
      if (before != null && before != element.parent()) {
        return true;
      }
    }
    return false;
  }
}
