package io.assay.model.file;

import io.assay.model.ColumnType;
import io.assay.model.ColumnType.Simple;
import io.assay.model.Field;
import io.assay.model.Field.Origin;
import io.assay.model.Format;
import io.assay.model.Source;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads one field of a kind of record. */
final class FieldParser {
  private static final List<String> ORIGINS =
      List.of("from", "header", "key", "sql", "coalesce", "gather", "constant");
  private static final List<String> TEMPORAL = List.of("formats", "also", "ambiguity", "unit");
  private static final String OTHER_READINGS = "__also";
  private static final Set<String> LITERALS = Set.of("true", "false", "null");

  private final Optional<Source> source;
  private final SchemaSymbols symbols;

  /**
   * A parser for the fields of records from a source.
   *
   * @param source empty if it could not be read
   */
  FieldParser(Optional<Source> source) {
    this.source = source;
    this.symbols = new SchemaSymbols(source);
  }

  Optional<Field> parse(Entry entry) {
    checkName(entry);
    return entry.node(KindSections.FIELD).flatMap(this::parse);
  }

  /** What a field may be called. */
  static void checkName(Entry entry) {
    if (Naming.FIELD.accepts(entry) && LITERALS.contains(entry.name())) {
      entry.fault("a name that SQL reads as a value", "Choose another one.");
    }
    if (entry.name().endsWith(OTHER_READINGS)) {
      entry.fault("a name that is kept for other readings of a field", "Choose another one.");
    }
  }

  /** Fields given as a list of names. */
  List<Field> listed(Entry list) {
    List<Field> fields = ListedFields.read(list);
    fields.forEach(field -> checkCsvColumn(list, ((Origin.Member) field.origin()).path().get(0)));
    return fields;
  }

  private Optional<Field> parse(Node node) {
    List<String> also = node.entry("also").map(DatePatterns::read).orElse(List.of());
    if (node.has("unit")) {
      node.refuse(
          List.of("also"), "stands beside unit, with which the value is a number", "Take it out.");
    }
    Optional<Origin> origin = origin(node);
    Optional<Field> field =
        FieldTypeParser.read(node, node.name(), origin.orElse(new Origin.Member(List.of())), also)
            .map(each -> origin.isPresent() ? symbols.complete(node, each) : each);
    refuseWhatDoesNothing(node, field.map(Field::type));
    if (field.isPresent() && origin.isPresent()) {
      checkElements(node, field.get());
    }
    return field.filter(any -> origin.isPresent()).map(each -> FieldTreatment.read(node, each));
  }

  private static void refuseWhatDoesNothing(Node node, Optional<ColumnType> type) {
    if (node.has("sql")) {
      String remedy = "Take it out; sql gives the value itself.";
      node.refuse(TEMPORAL, "a computed field is not read from text", remedy);
      node.refuse(
          List.of("keep-blank", "encoding"), "a computed field is not read from text", remedy);
      return;
    }
    if (type.isEmpty()) {
      return;
    }
    FieldTypeParser.refuseWhatDoesNothing(node, type.get());
    if (type.get() != Simple.DATE && type.get() != Simple.TIMESTAMP) {
      node.refuse(
          List.of("also"), "only for date and timestamp", "Take it out, or change the type.");
    }
  }

  /** Lists stand in values of a format that has them. */
  private void checkElements(Node node, Field field) {
    boolean gathered = field.origin() instanceof Origin.AllOf;
    if (gathered && !(field.type() instanceof ColumnType.Nested list && !list.isMap())) {
      node.entry("gather")
          .orElseThrow()
          .fault(
              TypeName.of(field.type()),
              "a type that takes nothing from several members",
              "Write type = list and its fields, or coalesce for the first member that is there.");
      return;
    }
    if (!field.type().isNested() && !(field.type() instanceof ColumnType.Array)) {
      return;
    }
    Entry type = node.entry("type").orElseThrow();
    String name = TypeName.of(field.type());
    boolean computed = field.origin() instanceof Origin.Computed && !field.type().isNested();
    if (!(field.origin() instanceof Origin.Member) && !gathered && !computed) {
      type.fault(name, "not a type of what has no elements", "Take it from a member, with from.");
    } else if (!computed
        && source.filter(each -> each.format() instanceof Format.Csv).isPresent()) {
      type.fault(
          name,
          "a line of CSV has no lists",
          "Read it as text; an array can be computed: sql = \"split(…, ',')\".");
    }
  }

  private Optional<Origin> origin(Node node) {
    List<String> given = ORIGINS.stream().filter(node::has).toList();
    if (given.size() != 1) {
      node.fault(
          given.isEmpty()
              ? "has no origin"
              : "has " + given.size() + " origins: " + String.join(", ", given),
          "Give exactly one of " + NearMiss.oneOf(ORIGINS) + ".");
      return Optional.empty();
    }
    Entry entry = node.entry(given.get(0)).orElseThrow();
    return switch (given.get(0)) {
      case "from" -> entry.isObject() ? keyMember(entry) : member(entry);
      case "header" -> entry.text().map(Origin.Header::new);
      case "sql" -> entry.text().map(Origin.Computed::new);
      case "coalesce" -> several(entry, Origin.FirstOf::new);
      case "gather" -> several(entry, Origin.AllOf::new);
      case "constant" -> entry.text().map(Origin.Constant::new);
      default -> key(entry);
    };
  }

  private static Optional<Origin> key(Entry entry) {
    Optional<Boolean> flag = entry.flag();
    if (flag.isPresent() && !flag.get()) {
      entry.fault("false", "no origin", "Write key = true, or take it out.");
    }
    return flag.map(each -> new Origin.Key());
  }

  private Optional<Origin> several(Entry entry, Function<List<Origin.Member>, Origin> ofMembers) {
    List<Entry> elements = entry.elements();
    List<Origin.Member> members =
        elements.stream()
            .flatMap(element -> member(element).stream())
            .map(Origin.Member.class::cast)
            .toList();
    if (members.size() == 1 && elements.size() == 1) {
      entry.fault("one member only", "Write from, or name another one.");
    }
    return members.isEmpty() ? Optional.empty() : Optional.of(ofMembers.apply(members));
  }

  private Optional<Origin> member(Entry entry) {
    List<String> path = MemberPath.read(entry);
    if (path.isEmpty()) {
      return Optional.empty();
    }
    checkCsvColumn(entry, String.join(".", path));
    checkGroup(entry, path);
    return Optional.of(new Origin.Member(path));
  }

  private Optional<Origin> keyMember(Entry entry) {
    if (source.isPresent() && source.get().keyFormat().equals(Format.Text.WHOLE)) {
      entry.fault(
          "nothing says how a key is decoded",
          "Add it to the source, such as key { format = json }, or take the whole key, as text,"
              + " with key = true.");
    }
    return entry
        .node(KindSections.KEY_MEMBER)
        .flatMap(node -> node.required("key"))
        .map(MemberPath::read)
        .filter(path -> !path.isEmpty())
        .map(Origin.KeyMember::new);
  }

  private void checkGroup(Entry entry, List<String> path) {
    if (source.isPresent() && source.get().format() instanceof Format.Text text) {
      List<String> groups = text.groups();
      if (groups.stream().map(this::matched).noneMatch(matched(path.get(0))::equals)) {
        entry.unknown(path.get(0), "none of the named groups of source.text.pattern", groups);
      }
    }
  }

  private void checkCsvColumn(Entry entry, String name) {
    if (source.isPresent() && source.get().format() instanceof Format.Csv csv) {
      if (csv.columns().stream().map(this::matched).noneMatch(matched(name)::equals)) {
        entry.unknown(name, "none of the CSV columns", csv.columns());
      }
    }
  }

  private String matched(String name) {
    return source.map(each -> SourceParser.matched(name, each.names())).orElse(name);
  }
}
