package io.assay.postgres.staging;

/**
 * Where a batch is staged. A run has two sets of staging tables, so that the executors fill one
 * while the driver merges the other.
 */
public enum StagingArea {
  FIRST(""),
  SECOND("b");

  private final String mark;

  StagingArea(String mark) {
    this.mark = mark;
  }

  /** The one to be filled while this one is merged. */
  public StagingArea other() {
    return this == FIRST ? SECOND : FIRST;
  }

  /** Tells the tables of the areas apart. */
  String mark() {
    return mark;
  }
}
