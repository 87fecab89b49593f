package io.assay.engine.sql;

import io.assay.model.ColumnType;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How Spark names the types of fields and columns. */
public final class SparkTypes {
  private SparkTypes() {}

  /** The Spark SQL name: what {@code cast} takes. UUIDs, JSON and enums are text in Spark. */
  public static String name(ColumnType type) {
    if (type instanceof ColumnType.Decimal decimal) {
      return "decimal(" + decimal.precision() + "," + decimal.scale() + ")";
    }
    if (type instanceof ColumnType.Array array) {
      return "array<" + name(array.element()) + ">";
    }
    if (type instanceof ColumnType.Nested nested) {
      return Stream.concat(
              nested.isMap() ? Stream.of(ColumnType.Nested.KEY + ":string") : Stream.of(),
              nested.fields().stream().map(field -> field.name() + ":" + name(field.type())))
          .collect(Collectors.joining(",", "array<struct<", ">>"));
    }
    if (type instanceof ColumnType.Enumeration) {
      return "string";
    }
    return switch ((ColumnType.Simple) type) {
      case TEXT, UUID, JSON -> "string";
      case INTEGER -> "int";
      case BIGINT -> "bigint";
      case DOUBLE -> "double";
      case BOOLEAN -> "boolean";
      case DATE -> "date";
      case TIMESTAMP -> "timestamp";
      case BINARY -> "binary";
    };
  }
}
