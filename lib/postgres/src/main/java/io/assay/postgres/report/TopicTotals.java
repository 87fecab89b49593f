package io.assay.postgres.report;

/**
 * What has become of the records of a topic so far.
 *
 * @param raw read from the source
 * @param held waiting for a parent now
 */
public record TopicTotals(
    String topic,
    long raw,
    long applied,
    long quarantined,
    long filtered,
    long superseded,
    long held) {

  /** Whether every record is accounted for. */
  public boolean balanced() {
    return raw == applied + quarantined + filtered + superseded + held;
  }

  /** The sum of two topics, under the name of the first. */
  public TopicTotals plus(TopicTotals other) {
    return new TopicTotals(
        topic,
        raw + other.raw,
        applied + other.applied,
        quarantined + other.quarantined,
        filtered + other.filtered,
        superseded + other.superseded,
        held + other.held);
  }
}
