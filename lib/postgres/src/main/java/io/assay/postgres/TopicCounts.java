package io.assay.postgres;

import java.io.Serializable;

/**
 * What a task did with the records of one topic. What is neither quarantined nor filtered is a
 * staged root row, whose fate the batch's transaction decides.
 *
 * @param raw records newly read; those skipped because they were applied before are not among them
 * @param quarantined refused by the rules that a record alone decides
 * @param filtered left out by the kind's filter
 * @param replayed skipped because the ledger already has their offsets
 */
public record TopicCounts(long raw, long quarantined, long filtered, long replayed)
    implements Serializable {
  /** Nothing read. */
  public static final TopicCounts NONE = new TopicCounts(0, 0, 0, 0);

  /** The counts of both. */
  public TopicCounts plus(TopicCounts other) {
    return new TopicCounts(
        raw + other.raw,
        quarantined + other.quarantined,
        filtered + other.filtered,
        replayed + other.replayed);
  }

  /** Records that were staged as root rows. */
  public long staged() {
    return raw - quarantined - filtered;
  }
}
