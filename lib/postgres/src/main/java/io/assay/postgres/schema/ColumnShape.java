package io.assay.postgres.schema;

/**
 * A column as it is or should be.
 *
 * @param type as {@code format_type} prints it
 */
record ColumnShape(String type, boolean nullable) {
  @Override
  public String toString() {
    return type + (nullable ? "" : " not null");
  }
}
