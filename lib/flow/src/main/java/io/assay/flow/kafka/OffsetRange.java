package io.assay.flow.kafka;

/**
 * Some offsets of a partition.
 *
 * @param from the first
 * @param end the one behind the last
 */
public record OffsetRange(String topic, int partition, long from, long end) {
  /** Such as {@code items/0 [5, 9)}. */
  @Override
  public String toString() {
    return topic + "/" + partition + " [" + from + ", " + end + ")";
  }
}
