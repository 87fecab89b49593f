package io.assay.flow.lineage;

import io.assay.engine.sql.ReferencedNames;
import io.assay.model.ColumnType.Nested;
import io.assay.model.Field;
import io.assay.model.RecordKind;
import io.assay.model.Table;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where in a record the names come from that the SQL of a kind may use: its fields, the
 * coordinates, and, in a table that takes a row from each element of a list, the lists on the way.
 */
final class FieldPlaces {
  private static final Map<String, String> COORDINATES =
      Map.of(
          "_topic", "topic",
          "_partition", "partition",
          "_offset", "offset",
          "_timestamp", "timestamp",
          "_key", "key");

  private final Map<String, Place> places;

  private FieldPlaces(Map<String, Place> places) {
    this.places = places;
  }

  /**
   * Parts of a record.
   *
   * @param paths those that a value may come from
   * @param copied whether the value is one of them as it is
   * @param elements what it consists of, where it is a list
   */
  private record Place(Set<String> paths, boolean copied, Optional<Nested> elements) {
    Place(Set<String> paths, boolean copied) {
      this(paths, copied, Optional.empty());
    }
  }

  /** Those of the record itself. */
  static FieldPlaces of(RecordKind kind) {
    Map<String, Place> places = new HashMap<>();
    COORDINATES.forEach((name, path) -> places.put(name, new Place(Set.of(path), true)));
    FieldPlaces known = new FieldPlaces(places);
    for (Field field : kind.fields()) { // a computed one uses those before it
      places.put(field.name(), known.place(field));
    }
    return known;
  }

  /** Those of an element of the list that a table takes its rows from. */
  FieldPlaces of(Table table) {
    Map<String, Place> inner = new HashMap<>(places);
    Place list = null;
    for (String step : table.each()) {
      list = list == null ? inner.get(step) : member(list, step);
      inner.put(step, list);
      inner.put("_index", new Place(list.paths(), false));
      inner.put(Nested.KEY, new Place(list.paths(), false));
    }
    return new FieldPlaces(inner);
  }

  /** From what the value of an expression comes. */
  Set<ColumnSource> sources(String sql) {
    ReferencedNames names = ReferencedNames.in(sql);
    Set<ColumnSource> sources = new LinkedHashSet<>();
    for (List<String> name : names.all()) {
      Place place = place(name);
      ColumnSource.Use use =
          names.isName() && place.copied()
              ? ColumnSource.Use.IDENTITY
              : ColumnSource.Use.TRANSFORMATION;
      place.paths().forEach(path -> sources.add(new ColumnSource(path, use)));
    }
    return sources;
  }

  private Place place(List<String> name) {
    if (name.size() > 1 && name.get(0).equals("_key") && !isOwn("_key")) {
      return new Place(Set.of("key." + String.join(".", name.subList(1, name.size()))), true);
    }
    Place place = places.getOrDefault(name.get(0), new Place(Set.of(), false));
    for (String member : name.subList(1, name.size())) {
      place = member(place, member);
    }
    return place;
  }

  /** Whether the name is that of a map's member here, not that of the record's key. */
  private boolean isOwn(String name) {
    Place place = places.get(name);
    return place != null && !place.paths().equals(Set.of("key"));
  }

  private static Place member(Place list, String name) {
    Optional<Field> field = list.elements().flatMap(elements -> elements.field(name));
    if (field.isEmpty()) {
      return new Place(list.paths(), false);
    }
    Place inner = new FieldPlaces(Map.of()).place(field.get());
    Set<String> paths = new LinkedHashSet<>();
    for (String path : list.paths()) {
      if (inner.paths().isEmpty()) {
        paths.add(path);
      }
      // An element is a part of its list: value.lines and value.price are value.lines.price.
      inner.paths().forEach(part -> paths.add(path + part.replaceFirst("^value", "")));
    }
    return new Place(paths, inner.copied(), inner.elements());
  }

  private Place place(Field field) {
    Optional<Nested> elements =
        field.type() instanceof Nested nested ? Optional.of(nested) : Optional.empty();
    Place origin = place(field.origin());
    return new Place(origin.paths(), origin.copied(), elements);
  }

  private Place place(Field.Origin origin) {
    if (origin instanceof Field.Origin.Member member) {
      return new Place(Set.of(path(member)), true);
    }
    if (origin instanceof Field.Origin.FirstOf first) {
      return new Place(paths(first.members()), true);
    }
    if (origin instanceof Field.Origin.AllOf all) {
      return new Place(paths(all.members()), true);
    }
    if (origin instanceof Field.Origin.Header header) {
      return new Place(Set.of("headers." + header.name()), true);
    }
    if (origin instanceof Field.Origin.Key) {
      return new Place(Set.of("key"), true);
    }
    if (origin instanceof Field.Origin.KeyMember member) {
      return new Place(Set.of("key." + String.join(".", member.path())), true);
    }
    if (origin instanceof Field.Origin.Computed computed) {
      Set<String> paths = new LinkedHashSet<>();
      sources(computed.sql()).forEach(source -> paths.add(source.field()));
      return new Place(paths, false);
    }
    return new Place(Set.of(), false); // a constant
  }

  private static Set<String> paths(List<Field.Origin.Member> members) {
    Set<String> paths = new LinkedHashSet<>();
    members.forEach(member -> paths.add(path(member)));
    return paths;
  }

  private static String path(Field.Origin.Member member) {
    return member.path().isEmpty() ? "value" : "value." + String.join(".", member.path());
  }
}
