package io.assay.engine.decode;

import io.assay.model.ColumnType;
import io.assay.model.Field;
import io.assay.model.Format;
import io.assay.model.RecordKind;
import io.assay.model.Source;
import java.util.List;
import java.util.Optional;

/** Definitions for tests of decoding: only their fields and format matter. */
final class Kinds {
  private Kinds() {}

  static RecordDecoder json(Field... fields) {
    return decoder(new Format.Json(), Source.NameMatching.EXACT, fields);
  }

  static RecordDecoder relaxedJson(Field... fields) {
    return decoder(new Format.Json(), Source.NameMatching.RELAXED, fields);
  }

  static RecordDecoder decoder(Format format, Source.NameMatching names, Field... fields) {
    RecordKind kind =
        new RecordKind(
            "reading",
            "true",
            List.of(fields),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            List.of(),
            "reading",
            List.of());
    return new RecordDecoder(kind, new Source(List.of("readings"), format, names));
  }

  /** A field from the member of the same name. */
  static Field field(String name, ColumnType type, String... formats) {
    return member(name, type, List.of(name), formats);
  }

  static Field member(String name, ColumnType type, List<String> path, String... formats) {
    return Field.of(name, new Field.Origin.Member(path), type)
        .reading(List.of(formats), List.of(), Field.Ambiguity.REJECT);
  }

  static Field from(Field.Origin origin, String name, ColumnType type) {
    return Field.of(name, origin, type);
  }

  static Field keepingBlanks(Field field) {
    return field.keepingBlank();
  }

  static Field clearing(Field field) {
    return field.reading(field.formats(), field.also(), Field.Ambiguity.CLEAR);
  }

  static Field also(Field field, String... also) {
    return field.reading(field.formats(), List.of(also), field.ambiguity());
  }
}
