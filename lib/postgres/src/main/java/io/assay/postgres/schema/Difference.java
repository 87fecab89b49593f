package io.assay.postgres.schema;

/**
 * Something in the database that is not as the definition wants it.
 *
 * @param place a table, a column, or a key of a table
 */
record Difference(String place, String is, String shouldBe) {
  static final String ABSENT = "absent";

  @Override
  public String toString() {
    return "%s: is %s, should be %s".formatted(place, is, shouldBe);
  }
}
