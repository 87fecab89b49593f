package io.assay.postgres.merge;

import java.util.List;

/**
 * Records that turn out to be refused only when others of the batch are merged: the transaction is
 * rolled back, and done again without them.
 */
public final class RefusedLate extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<FaultyRecord> records;

  RefusedLate(List<FaultyRecord> records) {
    super("refused late: " + records, null, false, false);
    this.records = List.copyOf(records);
  }

  /** Those records; at least one. */
  public List<FaultyRecord> records() {
    return records;
  }
}
