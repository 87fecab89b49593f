package io.assay.propose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Looks at lists, and at objects whose member names are data: their elements become rows of a table
 * that belongs to what they stand in, or links to things that others have, too.
 */
final class Lists {
  private static final int LONGEST_TUPLE = 4;
  private static final double MOSTLY = 0.8;

  private final Draft draft;
  private final Members members;
  private final Dimensions dimensions;

  Lists(Draft draft, Members members, Dimensions dimensions) {
    this.draft = draft;
    this.members = members;
    this.dimensions = dimensions;
  }

  /** Looks at arrays. */
  void look(Spot spot, Spot.Member member) {
    List<JsonNode> elements = new ArrayList<>();
    member.seen().values().forEach(array -> array.forEach(elements::add));
    Observed inside = new Observed(elements);
    if (inside.isObjects() && inside.absent() == 0) {
      draft.later(() -> objects(spot, member));
    } else if (inside.isScalars() && inside.absent() == 0) {
      if (isTuple(member.seen(), inside)) {
        TypeIdea type = draft.type(spot.relation(), member.path(), "", inside);
        draft.value(
            spot, member, TypeIdea.of(type.type() + "[]", "places in the array have meanings"));
      } else {
        draft.later(() -> scalars(spot, member, inside));
      }
    } else {
      String note =
          elements.isEmpty()
              ? "always an empty list in the sample"
              : "a list of lists, of nulls, or of several types";
      draft.value(spot, member, TypeIdea.of("json", note));
    }
  }

  /** Measurements, and numbers of which there are always as many, such as coordinates. */
  private static boolean isTuple(Observed arrays, Observed elements) {
    if (!elements.values().stream().allMatch(JsonNode::isNumber)) {
      return false;
    }
    int length = arrays.values().get(0).size();
    boolean fixed =
        length > 1
            && length <= LONGEST_TUPLE
            && arrays.values().size() > 1
            && arrays.values().stream().allMatch(array -> array.size() == length);
    return fixed || elements.values().stream().anyMatch(value -> !value.isIntegralNumber());
  }

  private void objects(Spot spot, Spot.Member member) {
    Relation relation = spot.relation();
    FieldIdea list =
        FieldIdea.list(draft.alias(relation, member.field()), member.path(), "list", member.seen());
    relation.fields().add(list);
    Relation elements =
        relation.inside(list, relation.elements(member.path()), relation.placesOf(member.path()));
    Optional<Entity> entity = draft.entities().at(relation, member.path());
    Optional<String> shared = Identity.ofShared(member.name(), elements.rows());
    if (entity.isPresent()) {
      linkToEntity(spot.table(), member, elements, entity.get());
    } else if (shared.isPresent()) {
      shared(spot.table(), member, elements, shared.get());
    } else {
      owned(spot.table(), member, elements);
    }
  }

  private void owned(TableIdea owner, Spot.Member member, Relation elements) {
    TableIdea child = draft.child(owner, member.name(), elements.each());
    Set<String> own = elements.observe(List.of()).members();
    List<ColumnIdea> foreign = ForeignKeys.toOwner(child, owner, own);
    Set<String> repeated = ForeignKeys.repeatedIn(elements.rows(), own, foreign, owner);
    int before = child.columns().size();
    members.look(Spot.ofRows(elements, child), name -> !repeated.contains(name));
    List<ColumnIdea> columns = List.copyOf(child.columns().subList(before, child.columns().size()));
    key(child, foreign, KeyChoice.ofElements(member.name(), columns, elements.rows()), elements);
    draft.tables().add(child);
  }

  /** Elements that several parents share: a table of them, and one of the links. */
  private void shared(TableIdea owner, Spot.Member member, Relation elements, String id) {
    Set<String> dependents =
        Identity.dependents(elements.rows().stream().map(Occurrence::value).toList(), id);
    String named =
        Identity.isStrong(id, member.name()) ? member.name() : Identity.nameOf(id, member.name());
    String name = Names.singular(Names.identifier(named));
    TableIdea dimension =
        new TableIdea(draft.tableName(name, Names.singular(member.field())), elements.each());
    members.look(Spot.ofRows(elements, dimension), dependents::contains);
    ColumnIdea key = Dimensions.sourced(dimension, id);
    dimension.keyed(List.of(key));
    draft.tables().add(dimension);
    link(owner, member, elements, dimension, key, other -> !dependents.contains(other));
  }

  private void linkToEntity(TableIdea owner, Spot.Member member, Relation elements, Entity entity) {
    TableIdea table = dimensions.table(entity);
    Spot.Member id = Spot.ofRows(elements, table).member(entity.id()).unwrapped(elements);
    String field = elements.names().claim(id.field());
    TypeIdea type = dimensions.keyType(entity);
    elements.fields().add(FieldIdea.value(field, id.path(), type, id.seen()));
    ColumnIdea key =
        new ColumnIdea(
            Names.identifier(entity.id()),
            elements.sql(field),
            type.type(),
            false,
            true,
            "",
            row -> row.at(id.path()));
    Set<String> itself = entity.members();
    link(owner, member, elements, table, key, other -> !itself.contains(other));
  }

  /**
   * A table of links.
   *
   * @param key of the things that are linked to, as the elements have it
   * @param wanted members that say something of the link
   */
  private void link(
      TableIdea owner,
      Spot.Member member,
      Relation elements,
      TableIdea to,
      ColumnIdea key,
      Predicate<String> wanted) {
    TableIdea link = draft.child(owner, member.name(), elements.each());
    List<ColumnIdea> foreign = ForeignKeys.toOwner(link, owner, Set.of());
    ColumnIdea other =
        link.add(
            new ColumnIdea(
                link.columnNames().claim(ForeignKeys.name(Names.singular(to.name()), key.name())),
                key.sql(),
                key.type(),
                false,
                true,
                "",
                key.value()));
    link.refer(
        new ReferenceIdea(
            link.referenceNames().claim(to.name()), List.of(other.name()), to.name()));
    Set<String> own = elements.observe(List.of()).members();
    Set<String> repeated = ForeignKeys.repeatedIn(elements.rows(), own, foreign, owner);
    members.look(
        Spot.ofRows(elements, link), name -> wanted.test(name) && !repeated.contains(name));
    boolean once =
        elements.rows().isEmpty() || KeyChoice.isUniqueUnderParents(other, elements.rows());
    key(
        link,
        foreign,
        once ? Optional.of(new KeyChoice.Local(other, false)) : Optional.empty(),
        elements);
    draft.tables().add(link);
  }

  private void scalars(Spot spot, Spot.Member member, Observed inside) {
    Relation relation = spot.relation();
    TypeIdea type = draft.type(relation, member.path(), member.field(), inside);
    TypeIdea simple =
        type.formats().isEmpty() && type.unit().isEmpty() ? type : TypeIdea.of("text");
    String alias = draft.alias(relation, member.field());
    relation
        .fields()
        .add(
            FieldIdea.value(
                alias,
                member.path(),
                TypeIdea.of(simple.type() + "[]", simple.note()),
                member.seen()));
    TableIdea child = draft.child(spot.table(), member.name(), Paths.with(relation.each(), alias));
    String singular = Names.singular(Names.identifier(member.name()));
    List<ColumnIdea> foreign = ForeignKeys.toOwner(child, spot.table(), Set.of(singular));
    ColumnIdea value =
        child.add(
            new ColumnIdea(
                child.columnNames().claim(singular),
                alias,
                simple.type(),
                false,
                false,
                member.name(),
                Occurrence::value));
    child.holds(new TableIdea.ValueColumn(value, relation.elements(member.path())));
    boolean distinct =
        relation.rows().stream()
            .allMatch(row -> KeyChoice.isUnique(List.of(value), row.elements(member.path())));
    child.keyed(
        Paths.join(foreign, List.of(distinct ? value : child.add(position(child, "_index")))));
    draft.tables().add(child);
  }

  /** Objects whose member names are data. */
  void map(Spot spot, Spot.Member member) {
    Relation relation = spot.relation();
    List<Occurrence> entries = relation.elements(member.path());
    Observed values = new Observed(entries.stream().map(Occurrence::value).toList());
    String of =
        values.isObjects()
            ? ""
            : values.isScalars() ? ScalarTypes.of(member.field(), values).type() : "json";
    FieldIdea map =
        FieldIdea.map(
            draft.alias(relation, member.field()), member.path(), member.seen(), plain(of, values));
    relation.fields().add(map);
    Relation inside = relation.inside(map, entries, List.of());
    String called = DataNames.whatTheyAre(member.seen());
    if (isShared(entries, values)) {
      sharedMap(spot.table(), member, inside, called, of);
      return;
    }
    TableIdea child = draft.child(spot.table(), member.name(), inside.each());
    child.note("the names of the members of " + String.join(".", member.path()) + " are data");
    List<ColumnIdea> foreign = ForeignKeys.toOwner(child, spot.table(), Set.of());
    ColumnIdea name = child.add(memberName(child, inside, called));
    if (of.isEmpty()) {
      members.look(Spot.ofRows(inside, child), Members.ALL);
    } else {
      child.add(memberValue(child, inside, plain(of, values), "value"));
    }
    child.keyed(Paths.join(foreign, List.of(name)));
    draft.tables().add(child);
  }

  /** Dates and times in a map are left as text: only fields have formats. */
  private static String plain(String of, Observed values) {
    boolean temporal = of.equals("date") || of.equals("timestamp");
    return !temporal
        ? of
        : values.values().stream().allMatch(JsonNode::isNumber) ? "bigint" : "text";
  }

  /** Whether the name alone says what the value is, such as that of a currency. */
  private static boolean isShared(List<Occurrence> entries, Observed values) {
    if (!values.isObjects() && !values.values().stream().allMatch(JsonNode::isTextual)) {
      return false;
    }
    Map<String, JsonNode> known = new HashMap<>();
    int same = 0;
    int different = 0;
    for (Occurrence entry : entries) {
      JsonNode before = known.putIfAbsent(entry.member(), entry.value());
      if (before != null) {
        same += before.equals(entry.value()) ? 1 : 0;
        different += before.equals(entry.value()) ? 0 : 1;
      }
    }
    boolean all =
        entries.stream().map(Occurrence::parent).distinct().count() * known.size()
            == entries.size();
    return same > 1
        && !all
        && same >= MOSTLY * (same + different)
        && values.values().stream().distinct().count() > 1;
  }

  private void sharedMap(
      TableIdea owner, Spot.Member member, Relation inside, String called, String of) {
    String name = Names.singular(Names.identifier(member.name()));
    TableIdea dimension =
        new TableIdea(draft.tableName(name, Names.singular(member.field())), inside.each());
    dimension.note(
        "the names of the members of "
            + String.join(".", member.path())
            + " are data; where their values differ, the newest stays");
    ColumnIdea key = dimension.add(memberName(dimension, inside, "code"));
    if (of.isEmpty()) {
      members.look(Spot.ofRows(inside, dimension), Members.ALL);
    } else {
      dimension.add(memberValue(dimension, inside, "text", "name"));
    }
    dimension.keyed(List.of(key));
    draft.tables().add(dimension);
    link(owner, member, inside, dimension, key, any -> false);
  }

  private static ColumnIdea memberName(TableIdea table, Relation inside, String called) {
    String key = inside.alias() + "._key";
    boolean date = called.equals("date");
    return new ColumnIdea(
        table.columnNames().claim(called),
        date ? "cast(" + key + " as date)" : key,
        date ? "date" : "text",
        false,
        false,
        "",
        entry -> TextNode.valueOf(entry.member()));
  }

  private static ColumnIdea memberValue(
      TableIdea table, Relation inside, String type, String called) {
    return new ColumnIdea(
        table.columnNames().claim(called),
        inside.alias() + ".value",
        type,
        false,
        false,
        "",
        Occurrence::value);
  }

  private static void key(
      TableIdea child,
      List<ColumnIdea> foreign,
      Optional<KeyChoice.Local> local,
      Relation elements) {
    if (local.isPresent()) {
      List<ColumnIdea> own = List.of(local.get().column());
      child.keyed(local.get().alone() ? own : Paths.join(foreign, own));
      child.note(
          local.get().alone() ? "unique in the sample" : "unique under its parent in the sample");
    } else {
      child.keyed(
          Paths.join(foreign, List.of(child.add(position(child, elements.alias() + "._index")))));
      child.note("nothing tells the elements of a list apart but their position");
    }
  }

  private static ColumnIdea position(TableIdea table, String sql) {
    return new ColumnIdea(
        table.columnNames().claim("position"),
        sql,
        "integer",
        false,
        false,
        "",
        row -> MissingNode.getInstance());
  }
}
