package io.assay.propose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Puts a sample into normal form: nested objects that have an identity become tables of their own,
 * others columns; lists become child tables, or a table and its links where elements are shared
 * between parents.
 */
final class Normalization {
  private final Relation records;
  private final List<TableIdea> tables = new ArrayList<>();
  private final Names tableNames = new Names();
  private final Set<String> aliases = new HashSet<>();
  private final Deque<Runnable> lists = new ArrayDeque<>();
  private final TableIdea root;

  private static final Predicate<String> ALL = any -> true;

  /**
   * Looks at a sample.
   *
   * @param name of the root table, before it is made an identifier
   */
  Normalization(Sample sample, String name) {
    this.records =
        Relation.ofRecords(
            sample.records().stream()
                .flatMap(record -> record.value().stream())
                .map(Occurrence::record)
                .toList());
    this.root = new TableIdea(tableNames.claim(name), List.of());
    members(records, List.of(), "", "", root, ALL);
    keyRecords(sample);
    tables.add(root);
    while (!lists.isEmpty()) {
      lists.removeFirst().run();
    }
  }

  Relation records() {
    return records;
  }

  TableIdea root() {
    return root;
  }

  /** All tables, parents before children. */
  List<TableIdea> tables() {
    return tables;
  }

  private void members(
      Relation relation,
      List<String> at,
      String fieldPrefix,
      String columnPrefix,
      TableIdea table,
      Predicate<String> wanted) {
    Map<String, Twins> twins = relation.isRecord() ? Twins.among(relation.observe(at)) : Map.of();
    for (String member : relation.observe(at).members()) {
      if (!wanted.test(member)) {
        continue;
      }
      Twins same = twins.get(member);
      if (same != null) {
        if (same.members().get(0).equals(member)) {
          twins(relation, at, same, fieldPrefix, columnPrefix, table);
        }
        continue;
      }
      List<String> path = with(at, member);
      Observed seen = relation.observe(path);
      String field = fieldPrefix + Names.identifier(member);
      String column = columnPrefix + Names.identifier(member);
      if (seen.isObjects()) {
        object(relation, path, field, column, table, seen);
      } else if (seen.isArrays()) {
        array(relation, path, field, column, table, seen);
      } else if (seen.isNothing()) {
        value(
            relation,
            path,
            field,
            column,
            table,
            TypeIdea.of("text").withNote("always null in the sample"),
            seen);
      } else if (seen.isScalars()) {
        value(relation, path, field, column, table, ScalarTypes.of(field, seen), seen);
      } else {
        value(
            relation,
            path,
            field,
            column,
            table,
            TypeIdea.of("json").withNote("sometimes an object or a list, sometimes not"),
            seen);
      }
    }
  }

  private ColumnIdea value(
      Relation relation,
      List<String> path,
      String field,
      String column,
      TableIdea table,
      TypeIdea type,
      Observed seen) {
    String name = relation.names().claim(field);
    relation.fields().add(FieldIdea.value(name, path, type, seen));
    return table.add(
        new ColumnIdea(
            table.columnNames().claim(column),
            relation.sql(name),
            type.type(),
            relation.isRecord(),
            path.get(path.size() - 1),
            row -> row.at(path)));
  }

  private void object(
      Relation relation,
      List<String> path,
      String field,
      String column,
      TableIdea table,
      Observed seen) {
    String member = path.get(path.size() - 1);
    if (seen.members().isEmpty()) {
      value(
          relation,
          path,
          field,
          column,
          table,
          TypeIdea.of("json").withNote("always {} in the sample"),
          seen);
    } else if (DataNames.areMembersOf(seen)) {
      lists.add(() -> map(relation, path, field, table, seen));
    } else {
      Optional<String> id = Identity.ofObjects(member, seen);
      if (id.isPresent()) {
        dimension(relation, path, field, column, table, seen, id.get());
      } else {
        members(relation, path, field + "_", column + "_", table, ALL);
      }
    }
  }

  /** A nested object with an identity: a table of its own, and a foreign key to it. */
  private void dimension(
      Relation relation,
      List<String> path,
      String field,
      String column,
      TableIdea table,
      Observed seen,
      String id) {
    TableIdea dimension = new TableIdea(tableNames.claim(field), relation.each());
    members(relation, path, field + "_", "", dimension, ALL);
    ColumnIdea key = sourced(dimension, id);
    dimension.keyed(List.of(key));
    if (Identity.dependents(seen.values(), id).size() < seen.members().size()) {
      dimension.note("values of one key differ in the sample: the newest stays");
    }
    if (!seen.isAlwaysThere()) {
      dimension.onlyWhen(key.sql() + " is not null");
    }
    tables.add(dimension);
    ColumnIdea foreign =
        table.add(
            new ColumnIdea(
                table.columnNames().claim(column + "_" + key.name()),
                key.sql(),
                key.type(),
                key.isField(),
                "",
                key.value()));
    table.refer(new ReferenceIdea(column, List.of(foreign.name()), dimension.name()));
  }

  /** The same entity in several places: one table of them all, and a foreign key for each. */
  private void twins(
      Relation relation,
      List<String> at,
      Twins same,
      String fieldPrefix,
      String columnPrefix,
      TableIdea table) {
    List<List<String>> paths = same.members().stream().map(member -> with(at, member)).toList();
    List<Occurrence> found = new ArrayList<>();
    for (Occurrence row : relation.rows()) {
      for (List<String> path : paths) {
        if (row.at(path).isObject()) {
          found.add(new Occurrence(row, row.at(path), ""));
        }
      }
    }
    String name = fieldPrefix + same.name();
    Observed seen = new Observed(found.stream().map(Occurrence::value).toList());
    FieldIdea list = FieldIdea.gathered(alias(relation, name), paths, seen);
    relation.fields().add(list);
    Relation elements = relation.inside(list, found);
    TableIdea dimension = new TableIdea(tableNames.claim(name), elements.each());
    members(elements, List.of(), "", "", dimension, ALL);
    dimension.keyed(List.of(sourced(dimension, same.id())));
    dimension.note("the same in " + String.join(" and ", same.members()));
    if (Identity.dependents(seen.values(), same.id()).size() < seen.members().size()) {
      dimension.note("values of one key differ in the sample: the newest stays");
    }
    tables.add(dimension);
    for (String member : same.members()) {
      String place = Names.identifier(member);
      List<String> path = with(with(at, member), same.id());
      String id = "_" + Names.identifier(same.id());
      Observed keys = relation.observe(path);
      ColumnIdea foreign =
          value(
              relation,
              path,
              fieldPrefix + place + id,
              columnPrefix + place + id,
              table,
              ScalarTypes.of(fieldPrefix + place + id, keys),
              keys);
      table.refer(
          new ReferenceIdea(columnPrefix + place, List.of(foreign.name()), dimension.name()));
    }
  }

  private void array(
      Relation relation,
      List<String> path,
      String field,
      String column,
      TableIdea table,
      Observed seen) {
    List<JsonNode> elements = new ArrayList<>();
    seen.values().forEach(array -> array.forEach(elements::add));
    Observed inside = new Observed(elements);
    if (inside.isObjects() && inside.absent() == 0) {
      lists.add(() -> objects(relation, path, field, table, seen));
    } else if (inside.isScalars() && inside.absent() == 0) {
      lists.add(() -> scalars(relation, path, field, table, seen, inside));
    } else {
      String note =
          elements.isEmpty()
              ? "always an empty list in the sample"
              : "a list of lists, of nulls, or of several types";
      value(relation, path, field, column, table, TypeIdea.of("json").withNote(note), seen);
    }
  }

  private void objects(
      Relation relation, List<String> path, String field, TableIdea owner, Observed seen) {
    FieldIdea list = FieldIdea.list(alias(relation, field), path, "list", seen);
    relation.fields().add(list);
    Relation elements = relation.inside(list, elements(relation, path));
    String member = path.get(path.size() - 1);
    Optional<String> shared = Identity.ofShared(member, elements.rows());
    if (shared.isPresent()) {
      shared(elements, member, owner, shared.get());
      return;
    }
    TableIdea child = child(owner, member, elements);
    List<ColumnIdea> foreign = foreignKey(child, owner);
    int before = child.columns().size();
    members(elements, List.of(), "", "", child, ALL);
    List<ColumnIdea> own = List.copyOf(child.columns().subList(before, child.columns().size()));
    keyElements(
        child, foreign, KeyChoice.ofElements(member, own, elements.rows()), elements.alias());
    tables.add(child);
  }

  /** Elements that several parents share: a table of them, and one of the links. */
  private void shared(Relation elements, String member, TableIdea owner, String id) {
    Set<String> dependents =
        Identity.dependents(elements.rows().stream().map(Occurrence::value).toList(), id);
    String name =
        Names.singular(
            Names.identifier(
                Identity.isStrong(id, member) ? member : id.replaceFirst("(?i)_?id$", "")));
    TableIdea dimension = new TableIdea(tableNames.claim(name), elements.each());
    members(elements, List.of(), "", "", dimension, dependents::contains);
    ColumnIdea key = sourced(dimension, id);
    dimension.keyed(List.of(key));
    tables.add(dimension);
    TableIdea link = child(owner, member, elements);
    List<ColumnIdea> foreign = foreignKey(link, owner);
    ColumnIdea toDimension =
        link.add(
            new ColumnIdea(
                link.columnNames().claim(keyName(dimension.name(), key.name())),
                key.sql(),
                key.type(),
                false,
                id,
                key.value()));
    link.refer(new ReferenceIdea(dimension.name(), List.of(toDimension.name()), dimension.name()));
    members(elements, List.of(), "", "", link, other -> !dependents.contains(other));
    Optional<KeyChoice.Local> local =
        KeyChoice.ofElements(member, List.of(toDimension), elements.rows())
            .map(found -> new KeyChoice.Local(found.column(), false));
    keyElements(link, foreign, local, elements.alias());
    tables.add(link);
  }

  private void scalars(
      Relation relation,
      List<String> path,
      String field,
      TableIdea owner,
      Observed seen,
      Observed inside) {
    TypeIdea type = ScalarTypes.of(field, inside);
    String alias = alias(relation, field);
    TypeIdea simple = type.formats().isEmpty() ? type : TypeIdea.of("text");
    relation
        .fields()
        .add(
            FieldIdea.value(
                alias, path, new TypeIdea(simple.type() + "[]", List.of(), simple.note()), seen));
    List<String> each = with(relation.each(), alias);
    String member = path.get(path.size() - 1);
    TableIdea child = new TableIdea(tableNames.claim(childName(owner, member)), each);
    List<ColumnIdea> foreign = foreignKey(child, owner);
    ColumnIdea value =
        child.add(
            new ColumnIdea(
                child.columnNames().claim(Names.singular(Names.identifier(member))),
                alias,
                simple.type(),
                false,
                member,
                Occurrence::value));
    boolean distinct =
        relation.rows().stream()
            .allMatch(row -> KeyChoice.isUnique(List.of(value), row.elements(path)));
    if (distinct) {
      child.keyed(join(foreign, List.of(value)));
    } else {
      child.keyed(join(foreign, List.of(child.add(position(child, "_index")))));
    }
    tables.add(child);
  }

  private void map(
      Relation relation, List<String> path, String field, TableIdea owner, Observed seen) {
    List<Occurrence> entries = elements(relation, path);
    Observed values = new Observed(entries.stream().map(Occurrence::value).toList());
    String of =
        values.isObjects()
            ? ""
            : values.isScalars() ? ScalarTypes.of(field, values).type() : "json";
    FieldIdea map = FieldIdea.map(alias(relation, field), path, seen, of);
    relation.fields().add(map);
    Relation inside = relation.inside(map, entries);
    String member = path.get(path.size() - 1);
    TableIdea child = child(owner, member, inside);
    child.note("the names of the members of " + String.join(".", path) + " are data");
    List<ColumnIdea> foreign = foreignKey(child, owner);
    ColumnIdea name =
        child.add(
            new ColumnIdea(
                child.columnNames().claim("name"),
                inside.alias() + "._key",
                "text",
                false,
                "",
                entry -> com.fasterxml.jackson.databind.node.TextNode.valueOf(entry.member())));
    if (of.isEmpty()) {
      members(inside, List.of(), "", "", child, ALL);
    } else {
      child.add(
          new ColumnIdea(
              child.columnNames().claim("value"),
              inside.alias() + ".value",
              of,
              false,
              "",
              Occurrence::value));
    }
    child.keyed(join(foreign, List.of(name)));
    tables.add(child);
  }

  private void keyRecords(Sample sample) {
    List<ColumnIdea> columns = List.copyOf(root.columns());
    KeyChoice.Choice choice =
        KeyChoice.ofRecords(
            root.name(), columns, records.rows(), KafkaKeys.column(sample, columns));
    if (choice.columns().isEmpty()) {
      root.keyed(
          List.of(
              coordinate("record_partition", "_partition", "integer"),
              coordinate("record_offset", "_offset", "bigint")));
    } else {
      root.keyed(choice.columns());
    }
    root.note(choice.note());
  }

  private ColumnIdea coordinate(String name, String sql, String type) {
    String field = records.names().claim(name);
    records
        .fields()
        .add(
            FieldIdea.value(
                field, List.of(), new TypeIdea(type, List.of(), sql), new Observed(List.of())));
    return root.add(
        new ColumnIdea(
            root.columnNames().claim(name),
            field,
            type,
            true,
            "",
            row -> MissingNode.getInstance()));
  }

  private void keyElements(
      TableIdea child, List<ColumnIdea> foreign, Optional<KeyChoice.Local> local, String alias) {
    if (local.isPresent()) {
      List<ColumnIdea> own = List.of(local.get().column());
      child.keyed(local.get().alone() ? own : join(foreign, own));
      child.note(
          local.get().alone() ? "unique in the sample" : "unique under its parent in the sample");
    } else {
      child.keyed(join(foreign, List.of(child.add(position(child, alias + "._index")))));
      child.note("nothing tells the elements of a list apart but their position");
    }
  }

  private static ColumnIdea position(TableIdea table, String sql) {
    return new ColumnIdea(
        table.columnNames().claim("position"),
        sql,
        "integer",
        false,
        "",
        row -> MissingNode.getInstance());
  }

  private TableIdea child(TableIdea owner, String member, Relation elements) {
    return new TableIdea(tableNames.claim(childName(owner, member)), elements.each());
  }

  private static String childName(TableIdea owner, String member) {
    return Names.singular(owner.name()) + "_" + Names.singular(Names.identifier(member));
  }

  private static List<ColumnIdea> foreignKey(TableIdea child, TableIdea owner) {
    List<ColumnIdea> columns = new ArrayList<>();
    for (ColumnIdea key : owner.key()) {
      columns.add(
          child.add(
              new ColumnIdea(
                  child.columnNames().claim(keyName(owner.name(), key.name())),
                  key.sql(),
                  key.type(),
                  key.isField(),
                  "",
                  element -> key.value().apply(element.parent()))));
    }
    child.refer(
        new ReferenceIdea(
            owner.name(), columns.stream().map(ColumnIdea::name).toList(), owner.name()));
    return columns;
  }

  /** {@code id} of orders is {@code order_id} elsewhere; {@code order_no} is itself. */
  private static String keyName(String table, String key) {
    String singular = Names.singular(table);
    return key.contains("_") && !key.startsWith("x_") || key.startsWith(singular)
        ? key
        : singular + "_" + key;
  }

  private static ColumnIdea sourced(TableIdea table, String member) {
    return table.columns().stream()
        .filter(column -> column.source().equals(member))
        .findFirst()
        .orElseThrow();
  }

  /**
   * A name for a list that no other list and no field of the record has: SQL tells them apart by
   * it.
   */
  private String alias(Relation relation, String field) {
    String alias = records.names().claim(field);
    while (!aliases.add(alias)
        || (!relation.isRecord() && !relation.names().claim(alias).equals(alias))) {
      alias = records.names().claim(field);
    }
    return alias;
  }

  private static List<Occurrence> elements(Relation relation, List<String> path) {
    return relation.rows().stream().flatMap(row -> row.elements(path).stream()).toList();
  }

  private static <T> List<T> join(List<T> first, List<T> second) {
    List<T> joined = new ArrayList<>(first);
    joined.addAll(second);
    return joined;
  }

  private static List<String> with(List<String> path, String member) {
    return join(path, List.of(member));
  }
}
