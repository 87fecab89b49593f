package io.assay.propose;

import java.util.Optional;
import java.util.function.Predicate;

/** Looks at the members of objects: each becomes a column, columns, or tables. */
final class Members {
  static final Predicate<String> ALL = any -> true;

  private final Draft draft;
  private final Dimensions dimensions;
  private final Lists lists;

  Members(Draft draft) {
    this.draft = draft;
    this.dimensions = new Dimensions(draft, this);
    this.lists = new Lists(draft, this, dimensions);
  }

  /** Looks at those that are wanted. */
  void look(Spot spot, Predicate<String> wanted) {
    for (String name : spot.relation().observe(spot.at()).members()) {
      if (name.isBlank()) {
        spot.table().note("a member without a name is left out");
      } else if (wanted.test(name)) {
        look(spot, spot.member(name));
      }
    }
  }

  private void look(Spot spot, Spot.Member wrapped) {
    Spot.Member member = wrapped.unwrapped(spot.relation());
    Observed seen = member.seen();
    if (seen.isObjects()) {
      object(spot, member);
    } else if (seen.isArrays()) {
      lists.look(spot, member);
    } else if (seen.isNothing()) {
      draft.value(spot, member, TypeIdea.of("text", "always null in the sample"));
    } else if (seen.isScalars()) {
      scalar(spot, member);
    } else {
      draft.value(
          spot, member, TypeIdea.of("json", "sometimes an object or a list, sometimes not"));
    }
  }

  private void scalar(Spot spot, Spot.Member member) {
    TypeIdea type = draft.type(spot.relation(), member.path(), member.field(), member.seen());
    boolean millis = member.isDate() && type.type().equals("bigint");
    boolean repeated =
        spot.table()
            .column(member.column())
            .filter(ColumnIdea::isReference)
            .filter(column -> isSame(spot, member, column))
            .isPresent();
    if (!repeated) {
      draft.value(spot, member, millis ? Epoch.millis() : type);
    }
  }

  /** Whether a foreign key holds what the member says in every row. */
  private static boolean isSame(Spot spot, Spot.Member member, ColumnIdea column) {
    return spot.relation().rows().stream()
        .allMatch(
            row -> {
              String text = row.at(member.path()).asText("");
              return text.equals(column.value().apply(row).asText(""));
            });
  }

  private void object(Spot spot, Spot.Member member) {
    if (member.seen().members().isEmpty()) {
      draft.value(spot, member, TypeIdea.of("json", "always {} in the sample"));
      return;
    }
    if (DataNames.areMembersOf(member.seen()) || draft.isMap(spot.relation(), member.path())) {
      draft.later(() -> lists.map(spot, member));
      return;
    }
    Optional<Entity> entity = draft.entities().at(spot.relation(), member.path());
    Optional<String> id = Identity.ofObjects(member.name(), member.seen().values());
    if (entity.isPresent()) {
      dimensions.refer(spot, member, entity.get());
    } else if (id.isPresent()) {
      dimensions.dimension(spot, member, id.get());
    } else {
      look(spot.inside(member), ALL);
    }
  }
}
