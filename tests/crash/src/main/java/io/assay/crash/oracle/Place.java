package io.assay.crash.oracle;

/**
 * Where a record is in Kafka.
 *
 * @param timestamp Kafka's, in milliseconds
 */
record Place(String topic, int partition, long offset, long timestamp) {

  /** Kafka order. */
  boolean isAfter(Place other) {
    if (partition == other.partition && topic.equals(other.topic)) {
      return offset > other.offset;
    }
    if (timestamp != other.timestamp) {
      return timestamp > other.timestamp;
    }
    int topics = topic.compareTo(other.topic);
    return topics != 0 ? topics > 0 : partition > other.partition;
  }

  @Override
  public String toString() {
    return topic + "/" + partition + "/" + offset;
  }
}
