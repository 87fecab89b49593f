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
    return new Field(
        name,
        new Field.Origin.Member(path),
        type,
        List.of(formats),
        List.of(),
        Field.Ambiguity.REJECT,
        false);
  }

  static Field from(Field.Origin origin, String name, ColumnType type) {
    return new Field(name, origin, type, List.of(), List.of(), Field.Ambiguity.REJECT, false);
  }

  static Field keepingBlanks(Field field) {
    return new Field(
        field.name(),
        field.origin(),
        field.type(),
        field.formats(),
        field.also(),
        field.ambiguity(),
        true);
  }

  static Field clearing(Field field) {
    return new Field(
        field.name(),
        field.origin(),
        field.type(),
        field.formats(),
        field.also(),
        Field.Ambiguity.CLEAR,
        field.keepBlank());
  }

  static Field also(Field field, String... also) {
    return new Field(
        field.name(),
        field.origin(),
        field.type(),
        field.formats(),
        List.of(also),
        field.ambiguity(),
        field.keepBlank());
  }
}
