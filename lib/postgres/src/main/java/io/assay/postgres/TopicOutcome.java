package io.assay.postgres;

/**
 * What became of the records of one topic in one batch.
 *
 * @param raw records newly read; the sum of the five that follow
 * @param applied they changed their root row, or deleted it
 * @param quarantined refused
 * @param filtered left out by the kind's filter
 * @param superseded an older version or a duplicate: the root row stays as it is
 * @param held they wait for a parent
 * @param replayed skipped because an earlier batch has them; not part of raw
 */
public record TopicOutcome(
    long raw,
    long applied,
    long quarantined,
    long filtered,
    long superseded,
    long held,
    long replayed) {

  /** Whether every record has exactly one fate. */
  public boolean addsUp() {
    return superseded >= 0 && raw == applied + quarantined + filtered + superseded + held;
  }
}
