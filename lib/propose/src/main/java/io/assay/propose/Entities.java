package io.assay.propose;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the records tell of in more than one place. */
final class Entities {
  private static final int DEEPEST = 12;

  private final Map<List<String>, Entity> byPath = new HashMap<>();

  private record Candidate(String id, Entity.Place place) {}

  private final List<Candidate> candidates = new ArrayList<>();

  Entities(Relation records) {
    look(List.of(), records.rows().stream().map(Occurrence::value).toList());
    for (List<Candidate> group : groups()) {
      if (group.size() > 1) {
        Entity entity =
            new Entity(group.get(0).id(), group.stream().map(Candidate::place).toList());
        entity.paths().forEach(path -> byPath.put(path, entity));
      }
    }
    candidates.clear();
  }

  /** The thing that stands at a path of a relation, if it stands elsewhere, too. */
  Optional<Entity> at(Relation relation, List<String> path) {
    return relation.placesOf(path).stream()
        .filter(byPath::containsKey)
        .findFirst()
        .map(byPath::get);
  }

  private void look(List<String> at, List<JsonNode> objects) {
    if (at.size() >= DEEPEST) {
      return;
    }
    for (String member : new Observed(objects).members()) {
      Observed seen = new Observed(objects.stream().map(object -> object.path(member)).toList());
      List<String> path = Paths.with(at, member);
      if (seen.isObjects() && !Wrapped.areAll(seen) && !DataNames.areMembersOf(seen)) {
        found(new Entity.Place(path, false, seen.values()));
      } else if (seen.isArrays()) {
        List<JsonNode> elements = new ArrayList<>();
        seen.values().forEach(array -> array.forEach(elements::add));
        Observed inside = new Observed(elements);
        if (inside.isObjects() && inside.absent() == 0) {
          found(new Entity.Place(path, true, elements));
        }
      }
    }
  }

  private void found(Entity.Place place) {
    if (place.members().size() > 1) {
      String name = Paths.last(place.path());
      Optional<String> identity =
          place.isList()
              ? Identity.ofListed(name, place.objects())
              : Identity.ofObjects(name, place.objects());
      identity.ifPresent(id -> candidates.add(new Candidate(id, place)));
    }
    look(place.path(), place.objects());
  }

  /** A place joins the first group in which some place holds the same things. */
  private List<List<Candidate>> groups() {
    List<List<Candidate>> groups = new ArrayList<>();
    for (Candidate candidate : candidates) {
      List<List<Candidate>> meeting =
          groups.stream().filter(group -> belongs(candidate, group)).toList();
      List<Candidate> joined = new ArrayList<>();
      meeting.forEach(joined::addAll);
      joined.add(candidate);
      groups.removeIf(group -> meeting.stream().anyMatch(met -> met == group));
      groups.add(joined);
    }
    return groups;
  }

  private static boolean belongs(Candidate candidate, List<Candidate> group) {
    return group.stream()
        .anyMatch(
            other ->
                other.id().equals(candidate.id())
                    && Entity.meet(other.place(), candidate.place(), candidate.id()));
  }
}
