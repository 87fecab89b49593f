package io.assay.engine.decode;

import io.assay.model.Field;
import io.assay.model.Field.Origin;
import java.util.ArrayList;
import java.util.List;

/**
 * Fields that may be taken from several members. For a reader each member is a field of its own;
 * here is which one counts. Immutable.
 */
final class Alternatives {
  private final List<Field> read = new ArrayList<>();
  private final List<List<Integer>> places = new ArrayList<>();

  Alternatives(List<Field> definitions) {
    for (Field field : definitions) {
      read.add(
          field.origin() instanceof Origin.FirstOf first
              ? from(field, first.members().get(0))
              : field);
    }
    for (int i = 0; i < definitions.size(); i++) {
      List<Integer> own = new ArrayList<>(List.of(i));
      if (definitions.get(i).origin() instanceof Origin.FirstOf first) {
        for (Origin.Member member : first.members().subList(1, first.members().size())) {
          own.add(read.size());
          read.add(from(definitions.get(i), member));
        }
      }
      places.add(own);
    }
  }

  /** The fields as a reader takes them. */
  List<Field> fields() {
    return read;
  }

  /** The place of the first member of a field that is there and not blank; some place otherwise. */
  int present(FieldTexts texts, int field) {
    List<Integer> own = places.get(field);
    for (int place : own) {
      String text = texts.text(place);
      boolean blank =
          text == null || (!read.get(place).keepBlank() && WhiteSpace.strip(text).isEmpty());
      if (!blank || texts.obstacle(place) != null) {
        return place;
      }
    }
    return own.get(0);
  }

  private static Field from(Field field, Origin.Member member) {
    return field.from(member);
  }
}
