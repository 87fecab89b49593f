package io.assay.propose;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
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
  private static final Pattern STRONG = Pattern.compile("id|uuid|guid|oid");
  private static final Pattern LIKELY =
      Pattern.compile(
          "(.*_)?(id|uuid|guid|oid|.*code|key|sku|slug|login|username|user_name|isbn|ean|upc|gtin|asin|iso"
              + "|ref|reference|sha|sha1|sha256|hash|iata|icao|ticker|barcode|vin|imei|handle|symbol)");

  /** What is often counted anew in each list. */
  private static final Pattern COUNTED =
      Pattern.compile(
          "(.*_)?(number|no|nr|num|line|seq|sequence|position|pos|index|idx|step|ordinal|row|rank|sort_order)");

  private static final Pattern NAMING =
      Pattern.compile(
          "(.*_)?(name|title|type|label|language|kind|use|date|dt|at|year|month|day|time|timestamp)");
  private static final Pattern OF_A_PERSON =
      Pattern.compile("(.*_)?(first|last|given|middle|family|sur)_?name");

  private static final Pattern PLACE = Pattern.compile("(.*_)?(zip|post|postal|area)_?code");

  /** So many objects that are all different ones are no dimension. */
  private static final int ENOUGH = 20;

  private Identity() {}

  /**
   * Whether the name says that it alone identifies: {@code id}, or {@code customer_id} in a
   * customer.
   */
  static boolean isStrong(String member, String of) {
    if (member.isEmpty()) {
      return false;
    }
    String name = Names.identifier(member);
    String singular = Names.singular(Names.identifier(of));
    return STRONG.matcher(name).matches()
        || name.matches(Pattern.quote(singular) + "_(id|uuid|guid|no|nr|number|code|key)")
        || name.equals(singular.replace("_", "") + "_id");
  }

  /** Whether the name is one that keys have. */
  static boolean isLikely(String member) {
    String name = Names.identifier(member);
    return (LIKELY.matcher(name).matches() && !PLACE.matcher(name).matches())
        || COUNTED.matcher(name).matches();
  }

  /** Whether the name is that of a number that counts. */
  static boolean isCounted(String member) {
    return COUNTED.matcher(Names.identifier(member)).matches();
  }

  /** Whether values of that name tell things of one owner apart. */
  static boolean isNaming(String member) {
    String name = Names.identifier(member);
    return NAMING.matcher(name).matches() && !OF_A_PERSON.matcher(name).matches();
  }

  /**
   * The member that identifies objects which stand at a path: a strong one, or a likely one that
   * repeats and on which all other members depend.
   */
  static Optional<String> ofObjects(String name, List<JsonNode> objects) {
    Set<String> members = new Observed(objects).members();
    for (String member : members) {
      if (isStrong(member, name) && isScalarEverywhere(objects, member)) {
        boolean part =
            objects.size() >= ENOUGH
                && members.stream().noneMatch(Identity::isNaming)
                && !repeats(objects, member);
        return part ? Optional.empty() : Optional.of(member);
      }
    }
    return members.stream()
        .filter(member -> isLikely(member) && !isCounted(member) && members.size() > 1)
        .filter(member -> isScalarEverywhere(objects, member) && repeats(objects, member))
        .filter(member -> dependents(objects, member).size() == members.size())
        .findFirst();
  }

  /**
   * The member that identifies the elements of lists: some members may say something of the list
   * alone.
   */
  static Optional<String> ofListed(String name, List<JsonNode> objects) {
    return ofObjects(name, objects)
        .or(
            () ->
                new Observed(objects)
                    .members().stream()
                        .filter(member -> isLikely(member) && !isCounted(member))
                        .filter(member -> isScalarEverywhere(objects, member))
                        .filter(member -> repeats(objects, member))
                        .filter(member -> isDependedOn(objects, member))
                        .findFirst());
  }

  /** What things are called that are known by the member: {@code customer_id}, {@code sku}. */
  static String nameOf(String id, String otherwise) {
    String name =
        Names.identifier(id)
            .replaceFirst(
                "_?(id|uuid|guid|oid|code|key|no|nr|number|handle|login|user_?name|slug|sha|hash|ref|reference|symbol)$",
                "");
    return name.isEmpty() ? otherwise : name;
  }

  /**
   * The member by which elements are known under several parents: then they are shared, not owned.
   */
  static Optional<String> ofShared(String name, List<Occurrence> elements) {
    List<JsonNode> values = elements.stream().map(Occurrence::value).toList();
    Set<String> members = new TreeSet<>(new Observed(values).members());
    return members.stream()
        .filter(member -> !isCounted(member))
        .filter(member -> isStrong(member, name) || isLikely(member))
        .filter(member -> isScalarEverywhere(values, member))
        .filter(member -> isUnderSeveralParents(elements, member))
        .filter(
            member ->
                isStrong(member, name)
                    ? dependents(values, member).size() > 1
                    : isDependedOn(values, member))
        .min(Comparator.comparing(member -> isStrong(member, name) ? 0 : 1));
  }

  /** The members that are the same wherever the identifying one is; it is one of them. */
  static Set<String> dependents(List<JsonNode> objects, String by) {
    Set<String> dependents = new HashSet<>(new Observed(objects).members());
    Map<String, JsonNode> first = new HashMap<>();
    for (JsonNode object : objects) {
      JsonNode before = first.putIfAbsent(text(object, by), object);
      if (before != null) {
        dependents.removeIf(member -> !before.path(member).equals(object.path(member)));
      }
    }
    return dependents;
  }

  /** The text of an object's member, be it wrapped or not. */
  static String text(JsonNode object, String member) {
    return Wrapped.inside(object.path(member)).asText();
  }

  /** Whether something that is not always the same depends on the member. */
  private static boolean isDependedOn(List<JsonNode> objects, String by) {
    return dependents(objects, by).stream()
        .filter(member -> !member.equals(by))
        .anyMatch(
            member -> objects.stream().map(object -> object.path(member)).distinct().count() > 1);
  }

  private static boolean isScalarEverywhere(List<JsonNode> objects, String member) {
    return !objects.isEmpty()
        && objects.stream()
            .map(object -> Wrapped.inside(object.path(member)))
            .allMatch(
                node -> node.isTextual() ? !node.textValue().isBlank() : node.isIntegralNumber());
  }

  private static boolean repeats(List<JsonNode> objects, String member) {
    Set<String> seen = new HashSet<>();
    return objects.stream().anyMatch(object -> !seen.add(text(object, member)));
  }

  private static boolean isUnderSeveralParents(List<Occurrence> elements, String member) {
    Map<String, Occurrence> parents = new HashMap<>();
    for (Occurrence element : elements) {
      Occurrence before =
          parents.putIfAbsent(
              text(element.value(), member).toLowerCase(Locale.ROOT), element.parent());
      if (before != null && before != element.parent()) {
        return true;
      }
    }
    return false;
  }
}
