package io.assay.model.file;

import io.assay.model.Lookup;
import io.assay.model.Lookup.Absent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads where a column's value is looked up. */
final class LookupParser {
  private static final List<String> ABSENT = List.of("null", "reject");

  private LookupParser() {}

  static Optional<Lookup> parse(Entry entry) {
    return entry.node(QualitySections.LOOKUP).flatMap(LookupParser::parse);
  }

  private static Optional<Lookup> parse(Node node) {
    Optional<String> table = node.required("table").flatMap(LookupParser::table);
    Optional<Entry> keyEntry = node.required("key");
    Map<String, String> key = new LinkedHashMap<>();
    keyEntry.stream()
        .flatMap(entry -> entry.members().stream())
        .forEach(member -> member.text().ifPresent(column -> key.put(member.name(), column)));
    if (key.isEmpty()) {
      keyEntry
          .filter(Entry::isObject)
          .ifPresent(entry -> entry.fault("empty", "Name at least one column."));
      return Optional.empty();
    }
    Absent absent =
        node.entry("absent")
            .flatMap(entry -> entry.choice(ABSENT))
            .map(word -> Absent.valueOf(word.toUpperCase(Locale.ROOT)))
            .orElse(Absent.NULL);
    Optional<String> column = node.required("column").flatMap(Entry::text);
    return table.flatMap(from -> column.map(value -> new Lookup(from, key, value, absent)));
  }

  /** Checks the columns of the own table that a look-up compares, once they are all known. */
  static void checkKey(Entry lookup, String own, Set<String> columns) {
    Optional<Node> node = lookup.node(QualitySections.LOOKUP);
    List<Entry> members = node.map(each -> each.members("key")).orElse(List.of());
    for (Entry member : members) {
      Optional<String> column = member.text();
      if (column.isPresent() && !columns.contains(column.get())) {
        member.unknown(column.get(), "no such column of this table", columns);
      } else if (column.filter(own::equals).isPresent()) {
        member.fault(own, "the column that is looked up", "Compare another one.");
      }
    }
  }

  private static Optional<String> table(Entry entry) {
    Optional<String> text = entry.text();
    if (text.isPresent() && text.get().split("\\.", -1).length > 2) {
      entry.fault(text.get(), "not a table", "Write table, or schema.table.");
      return Optional.empty();
    }
    return text;
  }
}
