package io.assay.model.file;

import io.assay.model.ColumnType;
import io.assay.model.Field;
import io.assay.model.Field.Origin;
import java.util.List;
import java.util.Optional;

/** Reads one field of the elements of a list or map. */
final class NestedFieldParser {
  private NestedFieldParser() {}

  static Optional<Field> parse(Entry entry) {
    FieldParser.checkName(entry);
    return entry
        .node(KindSections.NESTED_FIELD)
        .flatMap(NestedFieldParser::parse)
        .or(() -> Optional.of(unread(entry)));
  }

  /** Stands for a field that could not be read, so that what uses it is no further fault. */
  private static Field unread(Entry entry) {
    return Field.of(entry.name(), new Origin.Member(List.of()), ColumnType.Simple.TEXT);
  }

  private static Optional<Field> parse(Node node) {
    Optional<Origin> origin =
        node.required("from")
            .map(MemberPath::read)
            .filter(path -> !path.isEmpty())
            .map(Origin.Member::new);
    Optional<Field> field =
        FieldTypeParser.read(
            node, node.name(), origin.orElse(new Origin.Member(List.of())), List.of());
    field.ifPresent(each -> FieldTypeParser.refuseWhatDoesNothing(node, each.type()));
    return field.filter(any -> origin.isPresent());
  }
}
