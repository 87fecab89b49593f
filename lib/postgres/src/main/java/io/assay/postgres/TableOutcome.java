package io.assay.postgres;

/**
 * What one batch did to one table.
 *
 * @param inserted rows, stubs included
 * @param updated rows
 * @param deleted rows
 */
public record TableOutcome(long inserted, long updated, long deleted) {
  /** Nothing. */
  public static final TableOutcome NONE = new TableOutcome(0, 0, 0);

  /** Both together. */
  public TableOutcome plus(TableOutcome other) {
    return new TableOutcome(
        inserted + other.inserted, updated + other.updated, deleted + other.deleted);
  }
}
