package io.assay.postgres;

import java.io.Serializable;
import java.util.Map;

/**
 * What a successful task reports to the driver.
 *
 * @param attempt the task attempt, unique in the application; its staged rows carry it
 * @param offsets the offsets that the task newly read
 * @param counts by topic
 * @param rules what rules of a record alone cost, as far as it was measured
 */
public record TaskSummary(
    long attempt,
    Map<TopicPartition, OffsetRanges> offsets,
    Map<String, TopicCounts> counts,
    Map<RuleKey, RuleSample> rules)
    implements Serializable {
  public TaskSummary {
    offsets = Map.copyOf(offsets);
    counts = Map.copyOf(counts);
    rules = Map.copyOf(rules);
  }

  /** A task that measured nothing. */
  public TaskSummary(
      long attempt, Map<TopicPartition, OffsetRanges> offsets, Map<String, TopicCounts> counts) {
    this(attempt, offsets, counts, Map.of());
  }
}
