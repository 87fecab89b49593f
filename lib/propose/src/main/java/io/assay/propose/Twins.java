package io.assay.propose;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Members of one object that hold the same kind of thing, such as {@code home_team} and {@code
 * away_team}: objects with the same members, known by the same one, and some of them in both
 * places.
 *
 * @param members their names, in the order of the data; at least two
 * @param id the member that identifies the objects
 */
record Twins(List<String> members, String id) {

  private record Shape(String id, Set<String> members) {}

  /** The groups among the members of the objects that were seen, by each member that is in one. */
  static Map<String, Twins> among(Observed parents) {
    Map<Shape, List<String>> shapes = new LinkedHashMap<>();
    for (String member : parents.members()) {
      Observed objects = at(parents, member);
      if (objects.isObjects() && objects.members().size() > 1) {
        Identity.ofObjects(member, objects)
            .ifPresent(
                id ->
                    shapes
                        .computeIfAbsent(new Shape(id, objects.members()), any -> new ArrayList<>())
                        .add(member));
      }
    }
    Map<String, Twins> twins = new HashMap<>();
    shapes.forEach(
        (shape, members) -> {
          for (List<String> same : groups(parents, members, shape.id())) {
            if (same.size() > 1) {
              Twins group = new Twins(List.copyOf(same), shape.id());
              same.forEach(member -> twins.put(member, group));
            }
          }
        });
    return twins;
  }

  /** What they have in common at the end of their names, or else the first name. */
  String name() {
    List<List<String>> words =
        members.stream().map(member -> reversed(Names.identifier(member))).toList();
    List<String> common = new ArrayList<>();
    for (int i = 0; i < words.get(0).size(); i++) {
      String word = words.get(0).get(i);
      int place = i;
      if (!words.stream().allMatch(each -> place < each.size() && each.get(place).equals(word))) {
        break;
      }
      common.add(0, word);
    }
    return common.isEmpty() ? Names.identifier(members.get(0)) : String.join("_", common);
  }

  /** Members join the first group that knows their objects. */
  private static List<List<String>> groups(Observed parents, List<String> members, String id) {
    List<List<String>> groups = new ArrayList<>();
    List<Map<String, JsonNode>> known = new ArrayList<>();
    for (String member : members) {
      Map<String, JsonNode> objects = new HashMap<>();
      at(parents, member).values().forEach(object -> objects.put(object.path(id).asText(), object));
      int group = 0;
      while (group < groups.size() && !meet(known.get(group), objects)) {
        group++;
      }
      if (group == groups.size()) {
        groups.add(new ArrayList<>());
        known.add(new HashMap<>());
      }
      groups.get(group).add(member);
      known.get(group).putAll(objects);
    }
    return groups;
  }

  /** Small numbers identify anything: most objects of one identity have to be the same object. */
  private static boolean meet(Map<String, JsonNode> some, Map<String, JsonNode> others) {
    int same = 0;
    int different = 0;
    for (Map.Entry<String, JsonNode> other : others.entrySet()) {
      JsonNode object = some.get(other.getKey());
      if (object != null) {
        if (object.equals(other.getValue())) {
          same++;
        } else {
          different++;
        }
      }
    }
    return same > different;
  }

  private static Observed at(Observed objects, String member) {
    List<JsonNode> found = new ArrayList<>();
    objects.values().forEach(object -> found.add(object.path(member)));
    return new Observed(found);
  }

  private static List<String> reversed(String name) {
    List<String> words = new ArrayList<>(Arrays.asList(name.split("_")));
    Collections.reverse(words);
    return words;
  }
}
