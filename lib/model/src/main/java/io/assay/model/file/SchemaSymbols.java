package io.assay.model.file;

import io.assay.model.ColumnType;
import io.assay.model.ColumnType.Enumeration;
import io.assay.model.ColumnType.ListOf;
import io.assay.model.ColumnType.MapOf;
import io.assay.model.ColumnType.ValueMap;
import io.assay.model.Field;
import io.assay.model.Field.Origin;
import io.assay.model.Format;
import io.assay.model.Format.Avro.Reader;
import io.assay.model.Format.Avro.Writer;
import io.assay.model.Source;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Gives enums whose symbols are not declared those of the schema that the file gives. */
final class SchemaSymbols {
  private final Optional<AvroEnums> value;
  private final Optional<AvroEnums> key;

  /**
   * For the records of a source.
   *
   * @param source empty if it could not be read
   */
  SchemaSymbols(Optional<Source> source) {
    this.value = source.flatMap(each -> enums(each, each.format()));
    this.key = source.flatMap(each -> enums(each, each.keyFormat()));
  }

  /** The field with all symbols; an enum for which none are found is a fault. */
  Field complete(Node node, Field field) {
    Origin origin = field.origin();
    Optional<AvroEnums> found = Optional.empty();
    if (origin instanceof Origin.Member member) {
      found = at(value, List.of(member));
    } else if (origin instanceof Origin.KeyMember member) {
      found = key.map(each -> each.at(List.of(member.path())));
    } else if (origin instanceof Origin.FirstOf first) {
      found = at(value, first.members());
    } else if (origin instanceof Origin.AllOf all) {
      found = at(value, all.members());
    }
    return complete(node, field, found);
  }

  private static Field complete(Node node, Field field, Optional<AvroEnums> there) {
    ColumnType type = field.type();
    if (type instanceof ColumnType.Nested nested) {
      Optional<AvroEnums> elements = there.map(AvroEnums::elements);
      if (nested instanceof ValueMap map) {
        return field.typed(new ValueMap(complete(node, map.value(), elements)));
      }
      List<Field> fields =
          nested.fields().stream().map(each -> element(node, each, elements)).toList();
      return field.typed(nested.isMap() ? new MapOf(fields) : new ListOf(fields));
    }
    Optional<Enumeration> enumeration = type.enumeration();
    if (enumeration.isEmpty() || !enumeration.get().symbols().isEmpty()) {
      return field;
    }
    Optional<Set<String>> symbols =
        (type instanceof ColumnType.Array ? there.map(AvroEnums::elements) : there)
            .flatMap(AvroEnums::symbols);
    if (symbols.isEmpty() && !node.has("symbols")) { // else they could not be read
      node.fault(
          "says nothing about the symbols of the enum " + field.name(),
          "Write symbols = [ … ]. Only for what is an enum in the Avro schema that the file gives"
              + " (reader-schema, or else schema) they are known.");
    }
    return field.typed(EnumSymbols.of(type, symbols.orElse(Set.of())));
  }

  private static Field element(Node node, Field field, Optional<AvroEnums> elements) {
    return complete(node, field, at(elements, List.of((Origin.Member) field.origin())));
  }

  private static Optional<AvroEnums> at(Optional<AvroEnums> from, List<Origin.Member> members) {
    return from.map(each -> each.at(members.stream().map(Origin.Member::path).toList()));
  }

  private static Optional<AvroEnums> enums(Source source, Format format) {
    if (!(format instanceof Format.Avro avro)) {
      return Optional.empty();
    }
    Optional<String> schema =
        avro.reader() instanceof Reader.Given reader
            ? Optional.of(reader.schema())
            : Optional.of(avro.writer())
                .filter(Writer.Given.class::isInstance)
                .map(writer -> ((Writer.Given) writer).schema());
    return schema.map(
        text -> AvroEnums.of(text, name -> SourceParser.matched(name, source.names())));
  }
}
