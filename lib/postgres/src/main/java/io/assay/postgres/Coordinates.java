package io.assay.postgres;

import java.io.Serializable;

/**
 * Where a record stands in Kafka, and its timestamp there.
 *
 * @param timestampMicros microseconds since 1970-01-01 00:00 UTC
 */
public record Coordinates(String topic, int partition, long offset, long timestampMicros)
    implements Serializable {

  /** The partition that holds the record. */
  public TopicPartition topicPartition() {
    return new TopicPartition(topic, partition);
  }

  /** As people write it: {@code topic-partition@offset}. */
  @Override
  public String toString() {
    return topic + "-" + partition + "@" + offset;
  }
}
