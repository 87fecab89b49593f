package io.assay.engine.decode;

import io.assay.model.Field;
import io.assay.model.Field.Origin;
import java.util.ArrayList;
import java.util.List;

/**
 * Fields that may be taken from several members. For a reader each member is a field of its own;
 * here is which one counts, or how they count together. Immutable.
 */
final class Alternatives {
  private final List<Field> read = new ArrayList<>();
  private final List<List<Integer>> places = new ArrayList<>();

  Alternatives(List<Field> definitions) {
    List<List<Origin>> origins = definitions.stream().map(Alternatives::origins).toList();
    for (int i = 0; i < definitions.size(); i++) {
      read.add(definitions.get(i).from(origins.get(i).get(0)));
    }
    for (int i = 0; i < definitions.size(); i++) {
      List<Integer> own = new ArrayList<>(List.of(i));
      for (Origin other : origins.get(i).subList(1, origins.get(i).size())) {
        own.add(read.size());
        read.add(definitions.get(i).from(other));
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

  /** Puts the elements of all members of a field together; what is no list is in the way. */
  void gather(FieldTexts texts, int field) {
    List<Integer> own = places.get(field);
    List<FieldTexts.Element> all = new ArrayList<>();
    for (int place : own) {
      FieldTexts.Obstacle obstacle = texts.obstacle(place);
      if (obstacle != null) {
        texts.refuse(field, obstacle.found(), obstacle.refusal());
      }
      all.addAll(texts.elements(place));
    }
    texts.put(field, all);
  }

  /** One for each member that a reader has to look at. */
  private static List<Origin> origins(Field field) {
    if (field.origin() instanceof Origin.FirstOf first) {
      return List.copyOf(first.members());
    }
    if (field.origin() instanceof Origin.AllOf all) {
      return all.members().stream()
          .<Origin>map(member -> new Origin.AllOf(List.of(member)))
          .toList();
    }
    return List.of(field.origin());
  }
}
