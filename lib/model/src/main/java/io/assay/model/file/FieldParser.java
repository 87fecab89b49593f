package io.assay.model.file;

import io.assay.model.ColumnType;
import io.assay.model.ColumnType.Simple;
import io.assay.model.Field;
import io.assay.model.Field.Ambiguity;
import io.assay.model.Field.Origin;
import io.assay.model.Format;
import io.assay.model.Source;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads one field of a kind of record. */
final class FieldParser {
  private static final List<String> ORIGINS = List.of("from", "header", "key", "sql");
  private static final List<String> TEMPORAL = List.of("formats", "also", "ambiguity");
  private static final String OTHER_READINGS = "__also";
  private static final Set<String> LITERALS = Set.of("true", "false", "null");

  private final Optional<Source> source;

  /**
   * A parser for the fields of records from a source.
   *
   * @param source empty if it could not be read
   */
  FieldParser(Optional<Source> source) {
    this.source = source;
  }

  Optional<Field> parse(Entry entry) {
    if (Naming.FIELD.accepts(entry) && LITERALS.contains(entry.name())) {
      entry.fault("a name that SQL reads as a value", "Choose another one.");
    }
    if (entry.name().endsWith(OTHER_READINGS)) {
      entry.fault("a name that is kept for other readings of a field", "Choose another one.");
    }
    return entry.node(KindSections.FIELD).flatMap(this::parse);
  }

  private Optional<Field> parse(Node node) {
    Optional<ColumnType> type = node.required("type").flatMap(TypeName::read);
    Optional<Origin> origin = origin(node);
    List<String> formats = node.entry("formats").map(DatePatterns::read).orElse(List.of());
    List<String> also = node.entry("also").map(DatePatterns::read).orElse(List.of());
    Ambiguity ambiguity = node.choice("ambiguity", Ambiguity.class).orElse(Ambiguity.REJECT);
    boolean keepBlank = node.flag("keep-blank").orElse(false);
    refuseWhatDoesNothing(node, type);
    if (type.isEmpty() || origin.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Field(node.name(), origin.get(), type.get(), formats, also, ambiguity, keepBlank));
  }

  private static void refuseWhatDoesNothing(Node node, Optional<ColumnType> type) {
    if (node.has("sql")) {
      String remedy = "Take it out; sql gives the value itself.";
      node.refuse(TEMPORAL, "a computed field is not read from text", remedy);
      node.refuse(List.of("keep-blank"), "a computed field is not read from text", remedy);
      return;
    }
    if (type.isPresent() && type.get() != Simple.DATE && type.get() != Simple.TIMESTAMP) {
      node.refuse(TEMPORAL, "only for date and timestamp", "Take it out, or change the type.");
    }
    if (type.isPresent() && type.get() != Simple.TEXT) {
      node.refuse(List.of("keep-blank"), "only for text", "Take it out, or change the type.");
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
      case "from" -> member(entry);
      case "header" -> entry.text().map(Origin.Header::new);
      case "sql" -> entry.text().map(Origin.Computed::new);
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

  private Optional<Origin> member(Entry entry) {
    List<String> path =
        entry.isList()
            ? entry.elements().stream().flatMap(element -> element.text().stream()).toList()
            : entry.text().map(text -> Arrays.asList(text.split("\\.", -1))).orElse(List.of());
    if (path.isEmpty()) {
      return Optional.empty();
    }
    if (path.stream().anyMatch(String::isBlank)) {
      entry.fault(String.join(".", path), "a part of the path is blank", "Name each part.");
    }
    checkCsvColumn(entry, String.join(".", path));
    return Optional.of(new Origin.Member(path));
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
