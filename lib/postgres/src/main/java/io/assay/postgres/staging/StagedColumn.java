package io.assay.postgres.staging;

import java.io.Serializable;

/**
 * A column of a staging table.
 *
 * @param name those of the suite begin with an underscore
 * @param type as {@code format_type} prints it
 */
public record StagedColumn(String name, String type) implements Serializable {
  private static final String ARRAY = "[]";

  /** Whether its values are arrays. */
  public boolean isArray() {
    return type.endsWith(ARRAY);
  }

  /** The type of a value or, in an array, of an element. */
  String elementType() {
    return isArray() ? type.substring(0, type.length() - ARRAY.length()) : type;
  }
}
