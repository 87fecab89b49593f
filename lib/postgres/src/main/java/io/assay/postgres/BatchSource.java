package io.assay.postgres;

/** Where the records of a batch were read. */
public enum BatchSource {
  /** The raw table. */
  LAKE,
  /** Kafka. */
  KAFKA,
  /**
   * {@code assay.held}: records whose parent arrived or whose time is over. Their offsets were
   * applied before.
   */
  HELD,
  /**
   * The raw table, at the coordinates of records in quarantine that somebody wants refined again.
   * Their offsets were applied before.
   */
  REQUEUED;

  /** Whether an earlier batch has read the records, which therefore do not count as read. */
  public boolean isReadBefore() {
    return this == HELD || this == REQUEUED;
  }

  /** As the ledger writes it. */
  public String ledgerName() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** The source that the ledger calls so. */
  public static BatchSource ofLedgerName(String name) {
    return valueOf(name.toUpperCase(java.util.Locale.ROOT));
  }
}
