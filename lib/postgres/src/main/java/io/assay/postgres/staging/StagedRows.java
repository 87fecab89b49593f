package io.assay.postgres.staging;

/** Which rows of its records a batch has in staging. */
public enum StagedRows {
  /** All of them. */
  ALL,
  /** In dimensions, from each task and partition only the newest of each key. */
  NEWEST
}
