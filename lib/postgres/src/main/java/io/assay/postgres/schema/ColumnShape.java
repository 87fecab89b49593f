package io.assay.postgres.schema;

/**
 * A column as it is or should be.
 *
 * @param type as {@code format_type} prints it
 * @param nullable whether it takes null
 * @param filled whether PostgreSQL fills it where a row says nothing: it has a default, or is
 *     generated
 */
record ColumnShape(String type, boolean nullable, boolean filled) {
  /** The same, but taking null. */
  ColumnShape nullableAlways() {
    return new ColumnShape(type, true, filled);
  }

  @Override
  public String toString() {
    return type + (nullable ? "" : " not null");
  }
}
