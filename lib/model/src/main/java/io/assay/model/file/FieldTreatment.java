package io.assay.model.file;

import io.assay.model.ColumnType;
import io.assay.model.Field;
import io.assay.model.Field.Treatment;
import java.util.List;
import java.util.Optional;

/** Reads what is done with the value of a field: its mask and its default. */
final class FieldTreatment {
  private FieldTreatment() {}

  /** The field with its treatment; the elements of a masked list are masked too. */
  static Field read(Node node, Field field) {
    node.refuse(
        node.has("sql") || node.has("constant") ? List.of("default") : List.of(),
        "does nothing beside sql or constant",
        "Take it out; in SQL, write coalesce(…, …).");
    if (field.type().isNested()) {
      node.refuse(List.of("default"), "not for a list or map", "Take it out.");
    }
    Optional<String> fallback = literal(node, "default", field.type());
    literal(node, "constant", field.type());
    Field treated = field.treated(new Treatment(false, fallback.orElse("")));
    return node.flag("mask").orElse(false) ? masked(treated) : treated;
  }

  private static Field masked(Field field) {
    ColumnType type = field.type();
    if (type instanceof ColumnType.ListOf list) {
      type = new ColumnType.ListOf(masked(list.fields()));
    } else if (type instanceof ColumnType.MapOf map) {
      type = new ColumnType.MapOf(masked(map.fields()));
    } else if (type instanceof ColumnType.ValueMap map) {
      type = new ColumnType.ValueMap(masked(map.value()));
    }
    return field.typed(type).treated(new Treatment(true, field.treatment().fallback()));
  }

  private static List<Field> masked(List<Field> fields) {
    return fields.stream().map(FieldTreatment::masked).toList();
  }

  private static Optional<String> literal(Node node, String key, ColumnType type) {
    Optional<Entry> entry = node.entry(key);
    Optional<String> text = entry.flatMap(Entry::text);
    if (text.isPresent() && !node.has("formats") && !LiteralText.fits(type, text.get())) {
      entry
          .get()
          .fault(text.get(), "not of type " + TypeName.described(type), "Write such a value.");
    }
    return text;
  }
}
