package io.assay.feed.generate;

/** What becomes of a record under the pipeline {@code manufacturing}. */
public enum Fate {
  /** Its rows are in the tables, unless a later version of it came. */
  APPLIED,
  /** It is in quarantine. */
  QUARANTINED,
  /** It is counted and otherwise passed over. */
  FILTERED,
  /** It is older than what is stored. */
  SUPERSEDED,
  /**
   * It waits for a record that never comes; when its time is over, it is applied with a stub or
   * quarantined.
   */
  HELD,
  /** It deletes a row. */
  DELETES
}
