package io.assay.postgres.schema;

import java.util.List;

/**
 * A foreign key as it is or should be; its name does not matter.
 *
 * @param parentColumns in the order of {@code columns}
 * @param option what makes it unlike most of those that the suite makes, such as {@code on delete
 *     cascade}; empty for those
 */
record ForeignKeyShape(
    List<String> columns, String schema, String parent, List<String> parentColumns, String option) {
  /** The option of a foreign key in a circle of tables: it is checked when a batch is complete. */
  static final String DEFERRED = "deferrable initially deferred";

  ForeignKeyShape {
    columns = List.copyOf(columns);
    parentColumns = List.copyOf(parentColumns);
  }

  /** Whether the other one is the same, but checked at the statement and not at the end. */
  boolean isLikeButForItsTime(ForeignKeyShape other) {
    List<String> times = List.of("", DEFERRED);
    return times.contains(option)
        && times.contains(other.option)
        && new ForeignKeyShape(
                other.columns, other.schema, other.parent, other.parentColumns, option)
            .equals(this);
  }

  @Override
  public String toString() {
    String target = "%s.%s (%s)".formatted(schema, parent, String.join(", ", parentColumns));
    return "references " + target + (option.isEmpty() ? "" : " " + option);
  }
}
