package io.assay.model;

import java.io.Serializable;

/**
 * The type of a field and of a column; {@link #sql()} is its PostgreSQL name as {@code format_type}
 * prints it.
 */
public sealed interface ColumnType extends Serializable {
  String sql();

  /** Types without parameters. */
  enum Simple implements ColumnType {
    TEXT("text"),
    INTEGER("integer"),
    BIGINT("bigint"),
    DOUBLE("double precision"),
    BOOLEAN("boolean"),
    DATE("date"),
    TIMESTAMP("timestamp with time zone"),
    UUID("uuid"),
    JSON("jsonb");

    private final String sql;

    Simple(String sql) {
      this.sql = sql;
    }

    @Override
    public String sql() {
      return sql;
    }
  }

  /**
   * An exact number.
   *
   * @param precision digits in all, 1 to 38
   * @param scale digits after the point, 0 to precision
   */
  record Decimal(int precision, int scale) implements ColumnType {
    @Override
    public String sql() {
      return "numeric(" + precision + "," + scale + ")";
    }
  }
}
