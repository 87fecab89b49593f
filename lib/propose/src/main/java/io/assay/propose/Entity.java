package io.assay.propose;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A kind of thing that the records tell of in several places, such as the sender of a message and
 * those who are mentioned in it.
 *
 * @param id the member that identifies it
 * @param places where its objects, or lists of them, stand
 */
record Entity(String id, List<Place> places) {

  /**
   * A place.
   *
   * @param path from the record; it may lead through lists
   * @param isList whether lists of the objects stand there
   * @param objects all that were seen there
   */
  record Place(List<String> path, boolean isList, List<JsonNode> objects) {
    Set<String> members() {
      return new Observed(objects).members();
    }

    String name() {
      return Names.singular(Names.identifier(Paths.last(path)));
    }
  }

  List<List<String>> paths() {
    return places.stream().map(Place::path).toList();
  }

  List<JsonNode> objects() {
    return places.stream().flatMap(place -> place.objects().stream()).toList();
  }

  /** What belongs to the thing itself, and not to its being mentioned in a list. */
  Set<String> members() {
    Set<String> members = new LinkedHashSet<>();
    places.stream()
        .filter(place -> !place.isList())
        .forEach(place -> members.addAll(place.members()));
    members.addAll(Identity.dependents(objects(), id));
    return members;
  }

  boolean differs() {
    return Identity.dependents(objects(), id).size() < new Observed(objects()).members().size();
  }

  /**
   * The words that all names end with; otherwise what the identifying member tells, or the name
   * that most places have.
   */
  String name() {
    List<List<String>> words =
        places.stream().map(place -> List.of(place.name().split("_"))).toList();
    List<String> common = new ArrayList<>();
    List<String> first = words.get(0);
    for (int i = 1; i <= first.size(); i++) {
      String word = first.get(first.size() - i);
      int back = i;
      if (!words.stream()
          .allMatch(each -> back <= each.size() && each.get(each.size() - back).equals(word))) {
        break;
      }
      common.add(0, word);
    }
    if (!common.isEmpty()) {
      return String.join("_", common);
    }
    String told = Identity.nameOf(id, "");
    if (!told.isEmpty()) {
      return told;
    }
    Map<String, Long> counts =
        places.stream()
            .collect(Collectors.groupingBy(Place::name, LinkedHashMap::new, Collectors.counting()));
    return counts.containsKey("user")
        ? "user"
        : counts.entrySet().stream()
            .max(Map.Entry.comparingByValue(Comparator.naturalOrder()))
            .orElseThrow()
            .getKey();
  }

  /** Whether two places hold the same kind of thing: some of the same things stand in both. */
  static boolean meet(Place some, Place other, String id) {
    Set<String> common = new LinkedHashSet<>(some.members());
    common.retainAll(other.members());
    common.remove(id);
    Map<String, JsonNode> known = new HashMap<>();
    some.objects().forEach(object -> known.put(Identity.text(object, id), object));
    int same = 0;
    int different = 0;
    Map<String, JsonNode> others = new HashMap<>();
    other.objects().forEach(object -> others.put(Identity.text(object, id), object));
    for (Map.Entry<String, JsonNode> each : others.entrySet()) {
      JsonNode object = known.get(each.getKey());
      if (object != null) {
        if (isSame(object, each.getValue(), common)) {
          same++;
        } else {
          different++;
        }
      }
    }
    return same > different || (same + different == 0 && isAlike(some, other));
  }

  /** Small numbers identify anything: texts have to be the same, too. */
  private static boolean isSame(JsonNode object, JsonNode other, Set<String> members) {
    int equal = 0;
    int all = 0;
    boolean text = false;
    for (String member : members) {
      JsonNode value = object.path(member);
      if (value.isValueNode() && !value.isNull()) {
        all++;
        if (value.equals(other.path(member))) {
          equal++;
          text |= value.isTextual() && !value.textValue().isBlank();
        }
      }
    }
    return text && 2 * equal >= all;
  }

  private static boolean isAlike(Place some, Place other) {
    if (some.isList() || other.isList() || !some.members().equals(other.members())) {
      return false;
    }
    int members = some.members().size();
    return members >= 8 || (members >= 4 && some.name().equals(other.name()));
  }
}
