package io.assay.postgres.staging;

import io.assay.model.AssayException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The types whose binary form is known here. A value of one type is never written where another is
 * expected.
 */
enum WireType {
  INT2("smallint", 21),
  INT4("integer", 23),
  INT8("bigint", 20),
  FLOAT8("double precision", 701),
  BOOL("boolean", 16),
  TEXT("text", 25),
  BYTEA("bytea", 17),
  DATE("date", 1082),
  TIMESTAMP("timestamp with time zone", 1184),
  NUMERIC("numeric", 1700),
  UUID("uuid", 2950),
  JSONB("jsonb", 3802);

  private static final Map<String, WireType> BY_SQL =
      Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(type -> type.sql, type -> type));

  private final String sql;
  private final int oid;

  WireType(String sql, int oid) {
    this.sql = sql;
    this.oid = oid;
  }

  /** PostgreSQL's number of the type, the same in every database (pg_type.dat). */
  int oid() {
    return oid;
  }

  /** The type of a column's values; of an array, that of its elements. */
  static WireType of(StagedColumn column) {
    String name = column.elementType();
    WireType type = BY_SQL.get(name.startsWith("numeric(") ? NUMERIC.sql : name);
    if (type == null) {
      throw new AssayException(
          AssayException.Kind.INTERNAL,
          "No binary form for the type %s of the staging column %s".formatted(name, column.name()));
    }
    return type;
  }

  @Override
  public String toString() {
    return sql;
  }
}
