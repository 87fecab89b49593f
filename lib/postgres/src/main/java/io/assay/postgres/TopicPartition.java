package io.assay.postgres;

import java.io.Serializable;
import java.util.Comparator;

/** A partition of a Kafka topic; ordered by topic, then partition. */
public record TopicPartition(String topic, int partition)
    implements Serializable, Comparable<TopicPartition> {
  private static final Comparator<TopicPartition> ORDER =
      Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

  @Override
  public int compareTo(TopicPartition other) {
    return ORDER.compare(this, other);
  }

  /** As Kafka's own tools write it: {@code topic-partition}. */
  @Override
  public String toString() {
    return topic + "-" + partition;
  }
}
