package io.assay.flow.lineage;

/**
 * A part of a record from which a value comes.
 *
 * @param field {@code value.order.id}, {@code key}, {@code headers.trace}, {@code offset}
 * @param use what becomes of it
 */
record ColumnSource(String field, Use use) {

  /** What becomes of it, in OpenLineage's words. */
  enum Use {
    /** The value itself, given a type. */
    IDENTITY("DIRECT", "IDENTITY"),
    /** Computed from it. */
    TRANSFORMATION("DIRECT", "TRANSFORMATION"),
    /** It decides whether there is a row. */
    FILTER("INDIRECT", "FILTER");

    private final String type;
    private final String subtype;

    Use(String type, String subtype) {
      this.type = type;
      this.subtype = subtype;
    }

    String type() {
      return type;
    }

    String subtype() {
      return subtype;
    }
  }
}
