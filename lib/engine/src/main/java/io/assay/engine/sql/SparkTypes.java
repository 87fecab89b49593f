package io.assay.engine.sql;

import io.assay.model.ColumnType;

/** How Spark names the types of fields and columns. */
public final class SparkTypes {
  private SparkTypes() {}

  /** The Spark SQL name: what {@code cast} takes. UUIDs and JSON are text in Spark. */
  public static String name(ColumnType type) {
    if (type instanceof ColumnType.Decimal decimal) {
      return "decimal(" + decimal.precision() + "," + decimal.scale() + ")";
    }
    return switch ((ColumnType.Simple) type) {
      case TEXT, UUID, JSON -> "string";
      case INTEGER -> "int";
      case BIGINT -> "bigint";
      case DOUBLE -> "double";
      case BOOLEAN -> "boolean";
      case DATE -> "date";
      case TIMESTAMP -> "timestamp";
    };
  }
}
