package io.assay.postgres.staging;

import io.assay.model.AssayException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The types whose binary form is known here. A value of one type is never written where another is
 * expected.
 */
enum WireType {
  INT2("smallint"),
  INT4("integer"),
  INT8("bigint"),
  FLOAT8("double precision"),
  BOOL("boolean"),
  TEXT("text"),
  BYTEA("bytea"),
  DATE("date"),
  TIMESTAMP("timestamp with time zone"),
  NUMERIC("numeric"),
  UUID("uuid"),
  JSONB("jsonb"),
  TEXT_ARRAY("text[]"),
  BYTEA_ARRAY("bytea[]");

  private static final Map<String, WireType> BY_SQL =
      Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(type -> type.sql, type -> type));

  private final String sql;

  WireType(String sql) {
    this.sql = sql;
  }

  static WireType[] of(List<StagedColumn> columns) {
    return columns.stream().map(WireType::of).toArray(WireType[]::new);
  }

  private static WireType of(StagedColumn column) {
    String name = column.type();
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
