package io.assay.postgres;

import java.io.Serializable;
import java.time.Instant;
import java.util.Map;

/**
 * What a successful task reports to the driver.
 *
 * @param attempt the task attempt, unique in the application; its staged rows carry it
 * @param offsets the offsets that the task newly read
 * @param counts by topic
 * @param rules what rules of a record alone cost, as far as it was measured
 * @param newest by topic, Kafka's timestamp of the newest record that the task newly read
 */
public record TaskSummary(
    long attempt,
    Map<TopicPartition, OffsetRanges> offsets,
    Map<String, TopicCounts> counts,
    Map<RuleKey, RuleSample> rules,
    Map<String, Instant> newest)
    implements Serializable {
  public TaskSummary {
    offsets = Map.copyOf(offsets);
    counts = Map.copyOf(counts);
    rules = Map.copyOf(rules);
    newest = Map.copyOf(newest);
  }

  /** A task that does not say how old its records are. */
  public TaskSummary(
      long attempt,
      Map<TopicPartition, OffsetRanges> offsets,
      Map<String, TopicCounts> counts,
      Map<RuleKey, RuleSample> rules) {
    this(attempt, offsets, counts, rules, Map.of());
  }

  /** A task that measured nothing. */
  public TaskSummary(
      long attempt, Map<TopicPartition, OffsetRanges> offsets, Map<String, TopicCounts> counts) {
    this(attempt, offsets, counts, Map.of());
  }
}
