package io.assay.propose;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Tables of things with an identity, to which records refer. */
final class Dimensions {
  private final Draft draft;
  private final Members members;
  private final Map<Entity, TableIdea> tables = new IdentityHashMap<>();

  Dimensions(Draft draft, Members members) {
    this.draft = draft;
    this.members = members;
  }

  /** A nested object with an identity: a table of its own, and a foreign key to it. */
  void dimension(Spot spot, Spot.Member member, String id) {
    TableIdea dimension =
        new TableIdea(
            draft.tableName(Names.identifier(member.name()), member.field()),
            spot.relation().each());
    members.look(spot.about(member, dimension), Members.ALL);
    ColumnIdea key = sourced(dimension, id);
    dimension.keyed(List.of(key));
    if (Identity.dependents(member.seen().values(), id).size() < member.seen().members().size()) {
      dimension.note("values of one key differ in the sample: the newest stays");
    }
    dimension.onlyWhen(key.sql() + " is not null");
    draft.tables().add(dimension);
    ColumnIdea foreign =
        reference(ForeignKeys.name(member.column(), key.name()), key.sql(), key.isField(), key);
    refer(spot, member, foreign, dimension);
  }

  /** A foreign key to something that stands in other places, too. */
  void refer(Spot spot, Spot.Member member, Entity entity) {
    TableIdea table = table(entity);
    Spot inside = spot.inside(member);
    Spot.Member id = inside.member(entity.id()).unwrapped(spot.relation());
    TypeIdea type = keyType(entity);
    String column = ForeignKeys.name(member.column(), Names.identifier(entity.id()));
    ColumnIdea wanted =
        new ColumnIdea(column, "", type.type(), false, true, "", row -> row.at(id.path()));
    if (ForeignKeys.same(spot.table(), wanted, spot.relation().rows()).isPresent()) {
      refer(spot, member, wanted, table);
      return;
    }
    String field = spot.relation().names().claim(id.field());
    spot.relation().fields().add(FieldIdea.value(field, id.path(), type, id.seen()));
    refer(
        spot,
        member,
        reference(column, spot.relation().sql(field), spot.relation().isRecord(), wanted),
        table);
  }

  /** The table of something that stands in several places; it is made when it is first wanted. */
  TableIdea table(Entity entity) {
    TableIdea known = tables.get(entity);
    if (known != null) {
      return known;
    }
    List<Occurrence> found = new ArrayList<>();
    for (Occurrence record : draft.records().rows()) {
      for (List<String> path : entity.paths()) {
        gather(record, record.value(), path, 0, found);
      }
    }
    Observed seen = new Observed(found.stream().map(Occurrence::value).toList());
    FieldIdea list =
        FieldIdea.gathered(
            draft.alias(draft.records(), Names.plural(entity.name())), entity.paths(), seen);
    draft.records().fields().add(list);
    Relation elements = draft.records().inside(list, found, entity.paths());
    TableIdea table = new TableIdea(draft.tableName(entity.name(), list.name()), elements.each());
    tables.put(entity, table);
    members.look(Spot.ofRows(elements, table), entity.members()::contains);
    ColumnIdea key = sourced(table, entity.id());
    table.keyed(List.of(key));
    table.onlyWhen(key.sql() + " is not null");
    table.note(
        "the same in "
            + entity.paths().stream()
                .map(path -> String.join(".", path))
                .collect(Collectors.joining(" and ")));
    if (entity.differs()) {
      table.note("values of one key differ in the sample: the newest stays");
    }
    draft.tables().add(table);
    return table;
  }

  /** The type of the key, wherever it stands. */
  TypeIdea keyType(Entity entity) {
    List<JsonNode> ids =
        entity.objects().stream().map(object -> Wrapped.inside(object.path(entity.id()))).toList();
    return draft.type(
        entity.paths().stream().map(path -> Paths.with(path, entity.id())).toList(),
        Names.identifier(entity.id()),
        new Observed(ids));
  }

  static ColumnIdea sourced(TableIdea table, String member) {
    return table.columns().stream()
        .filter(column -> column.source().equals(member))
        .findFirst()
        .orElseThrow();
  }

  private static void gather(
      Occurrence record, JsonNode at, List<String> path, int depth, List<Occurrence> found) {
    if (at.isArray()) {
      at.forEach(element -> gather(record, element, path, depth, found));
    } else if (depth < path.size()) {
      gather(record, at.path(path.get(depth)), path, depth + 1, found);
    } else if (at.isObject()) {
      found.add(new Occurrence(record, at, ""));
    }
  }

  private static ColumnIdea reference(String name, String sql, boolean isField, ColumnIdea key) {
    return new ColumnIdea(name, sql, key.type(), isField, true, "", key.value());
  }

  private static void refer(Spot spot, Spot.Member member, ColumnIdea foreign, TableIdea to) {
    TableIdea table = spot.table();
    ColumnIdea column =
        ForeignKeys.same(table, foreign, spot.relation().rows())
            .map(same -> table.referring(same))
            .orElseGet(() -> table.add(foreign.named(table.columnNames().claim(foreign.name()))));
    table.refer(
        new ReferenceIdea(
            table.referenceNames().claim(member.column()), List.of(column.name()), to.name()));
  }
}
