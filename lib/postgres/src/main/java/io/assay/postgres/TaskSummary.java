package io.assay.postgres;

import java.io.Serializable;
import java.util.Map;

/**
 * What a successful task reports to the driver.
 *
 * @param attempt the task attempt, unique in the application; its staged rows carry it
 * @param offsets the offsets that the task newly read
 * @param counts by topic
 */
public record TaskSummary(
    long attempt, Map<TopicPartition, OffsetRanges> offsets, Map<String, TopicCounts> counts)
    implements Serializable {
  public TaskSummary {
    offsets = Map.copyOf(offsets);
    counts = Map.copyOf(counts);
  }
}
