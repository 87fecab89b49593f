package io.assay.model.file;

import io.assay.model.ColumnType;
import io.assay.model.ColumnType.Nested;
import io.assay.model.ColumnType.Simple;
import io.assay.model.Field;
import io.assay.model.Field.Ambiguity;
import io.assay.model.Field.Encoding;
import io.assay.model.Field.Origin;
import io.assay.model.Field.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads what a value is turned into, and the keys that say how: the same for fields of a record and
 * for those of the elements of a list.
 */
final class FieldTypeParser {
  private static final List<String> TEMPORAL = List.of("formats", "ambiguity", "unit");
  private static final List<String> UNITS = List.of("days", "seconds", "millis", "micros", "nanos");
  private static final List<String> OF_ELEMENTS = List.of("fields", "of");

  private FieldTypeParser() {}

  /** A field of that name and origin; nothing if its type cannot be read. */
  static Optional<Field> read(Node node, String name, Origin origin, List<String> also) {
    return type(node).map(type -> field(node, name, origin, type, also));
  }

  /** The type; a fault if there is none. */
  static Optional<ColumnType> type(Node node) {
    Optional<Entry> entry = node.required("type");
    Optional<String> text = entry.flatMap(Entry::text);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (text.get().equals(TypeName.LIST)) {
      node.refuse(List.of("of"), "only for type = map", "Take it out.");
      EnumSymbols.refuse(node);
      return Optional.of(new ColumnType.ListOf(fields(node)));
    }
    if (text.get().equals(TypeName.MAP)) {
      return map(node);
    }
    node.refuse(OF_ELEMENTS, "only for lists and maps", "Take it out, or change the type.");
    Optional<ColumnType> type = TypeName.of(text.get()).map(each -> EnumSymbols.read(node, each));
    if (type.isEmpty()) {
      List<String> names = new ArrayList<>(TypeName.names());
      names.addAll(List.of(TypeName.LIST, TypeName.MAP));
      entry.get().unknown(text.get(), "no such type", names);
    }
    return type;
  }

  /** Faults of keys that mean nothing for the type. */
  static void refuseWhatDoesNothing(Node node, ColumnType type) {
    ColumnType leaf = leaf(type);
    if (leaf != Simple.DATE && leaf != Simple.TIMESTAMP) {
      node.refuse(TEMPORAL, "only for date and timestamp", "Take it out, or change the type.");
    }
    if (leaf != Simple.TEXT) {
      node.refuse(List.of("keep-blank"), "only for text", "Take it out, or change the type.");
    }
    if (leaf != Simple.BINARY) {
      node.refuse(List.of("encoding"), "only for binary", "Take it out, or change the type.");
    }
  }

  /** The type that each text is turned into. */
  static ColumnType leaf(ColumnType type) {
    if (type instanceof ColumnType.Array array) {
      return array.element();
    }
    return type instanceof ColumnType.ValueMap map ? map.value().type() : type;
  }

  private static Field field(
      Node node, String name, Origin origin, ColumnType type, List<String> also) {
    List<String> formats = node.entry("formats").map(DatePatterns::read).orElse(List.of());
    Ambiguity ambiguity = node.choice("ambiguity", Ambiguity.class).orElse(Ambiguity.REJECT);
    boolean keepBlank = node.flag("keep-blank").orElse(false);
    Unit unit = unit(node);
    Encoding encoding = node.choice("encoding", Encoding.class).orElse(Encoding.BASE64);
    ColumnType whole =
        type instanceof ColumnType.ValueMap map
            ? new ColumnType.ValueMap(
                new Field(
                    Nested.VALUE,
                    new Origin.Member(List.of()),
                    map.value().type(),
                    formats,
                    List.of(),
                    ambiguity,
                    keepBlank,
                    encoding,
                    Field.Treatment.NONE,
                    unit))
            : type;
    return new Field(
        name,
        origin,
        whole,
        formats,
        also,
        ambiguity,
        keepBlank,
        encoding,
        Field.Treatment.NONE,
        unit);
  }

  private static Unit unit(Node node) {
    Optional<String> unit = node.entry("unit").flatMap(entry -> entry.choice(UNITS));
    if (unit.isPresent()) {
      node.refuse(
          List.of("formats"),
          "stands beside unit, with which the value is a number",
          "Take one of them out.");
    }
    return unit.map(each -> Unit.valueOf(each.toUpperCase(Locale.ROOT))).orElse(Unit.WRITTEN);
  }

  private static Optional<ColumnType> map(Node node) {
    List<String> given = OF_ELEMENTS.stream().filter(node::has).toList();
    if (given.size() != 1) {
      node.fault(
          given.isEmpty()
              ? "says nothing about the values of the map"
              : "says two things about the values of the map: fields and of",
          "Give fields { … } for objects, or of = <type> for values of one type.");
      return Optional.empty();
    }
    if (given.get(0).equals("fields")) {
      EnumSymbols.refuse(node);
      return Optional.of(new ColumnType.MapOf(fields(node)));
    }
    return TypeName.read(node.entry("of").orElseThrow())
        .map(type -> EnumSymbols.read(node, type))
        .map(
            type ->
                new ColumnType.ValueMap(
                    Field.of(Nested.VALUE, new Origin.Member(List.of()), type)));
  }

  private static List<Field> fields(Node node) {
    Optional<Entry> entry = node.required("fields");
    if (entry.isEmpty()) {
      return List.of();
    }
    if (entry.get().isList()) {
      return ListedFields.read(entry.get());
    }
    List<Entry> members = entry.get().members();
    if (members.isEmpty() && entry.get().isObject()) {
      entry.get().fault("empty", "Define at least one.");
    }
    return members.stream().flatMap(each -> NestedFieldParser.parse(each).stream()).toList();
  }
}
