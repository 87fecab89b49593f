package io.assay.postgres;

import java.io.Serializable;

/**
 * What some of the records of a task cost a rule that looks at a record alone.
 *
 * @param sampled so many records were timed
 * @param nanos the time they took together
 * @param asked so many records the rule was asked about
 */
public record RuleSample(long sampled, long nanos, long asked) implements Serializable {

  /** Both together. */
  public RuleSample plus(RuleSample other) {
    return new RuleSample(sampled + other.sampled, nanos + other.nanos, asked + other.asked);
  }

  /** The time of all records, as those that were timed let expect; one at least must be. */
  public long estimatedNanos() {
    return Math.round((double) nanos / sampled * asked);
  }
}
