package io.assay.model.file;

import io.assay.model.ColumnType;
import io.assay.model.Field;
import io.assay.model.ParentsFirst;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The fields of a kind of record, as far as they could be read. */
final class Fields {
  private final Set<String> names = new LinkedHashSet<>();
  private final Map<String, Field> fields = new LinkedHashMap<>();

  private Fields(List<Entry> entries, FieldParser parser) {
    for (Entry entry : entries) {
      names.add(entry.name());
      parser.parse(entry).ifPresent(field -> fields.put(entry.name(), field));
    }
  }

  /** The fields that an entry gives: a group, or a list of names. */
  static Fields of(Optional<Entry> entry, List<Entry> members, FieldParser parser) {
    Fields fields = new Fields(members, parser);
    entry
        .filter(Entry::isList)
        .ifPresent(
            list ->
                parser
                    .listed(list)
                    .forEach(
                        field -> {
                          fields.names.add(field.name());
                          fields.fields.putIfAbsent(field.name(), field);
                        }));
    return fields;
  }

  /** Each computed field after those that it uses; apart from that, in the order of the file. */
  List<Field> inOrder() {
    return new ParentsFirst<>(fields.keySet(), this::usedBy)
        .order().stream().map(fields::get).toList();
  }

  /** Whether there is such a field; if not, that is a fault of the entry. */
  boolean has(Entry entry, String name) {
    if (!names.contains(name)) {
      entry.unknown(name, "no such field", names);
    }
    return names.contains(name);
  }

  boolean has(String name) {
    return names.contains(name);
  }

  Set<String> names() {
    return names;
  }

  /** The type of a field, if the field exists and could be read. */
  Optional<ColumnType> type(String name) {
    return Optional.ofNullable(fields.get(name)).map(Field::type);
  }

  private List<String> usedBy(String name) {
    if (fields.get(name).origin() instanceof Field.Origin.Computed computed) {
      return new ArrayList<>(SqlNames.in(computed.sql()));
    }
    return List.of();
  }
}
