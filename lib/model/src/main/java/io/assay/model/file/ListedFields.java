package io.assay.model.file;

import io.assay.model.ColumnType.Simple;
import io.assay.model.Field;
import io.assay.model.Field.Origin;
import io.assay.model.Identifiers;
import java.util.List;

/**
 * Fields given as a list of the names that members have in the data: each is a text, under the
 * identifier that its name gives.
 */
final class ListedFields {
  private ListedFields() {}

  static List<Field> read(Entry list) {
    List<String> names = list.texts();
    Identifiers.collision(names)
        .ifPresent(
            collision ->
                list.fault(
                    collision.one() + ", " + collision.other(),
                    "both become the field " + collision.identifier(),
                    "Write the fields as a group, and give them two names."));
    return names.stream().map(ListedFields::field).toList();
  }

  private static Field field(String name) {
    return Field.of(Identifiers.of(name), new Origin.Member(List.of(name)), Simple.TEXT);
  }
}
