package io.assay.admin.status;

/**
 * How far one partition has come, in offsets.
 *
 * @param earliest the first that Kafka still has
 * @param end behind the last that Kafka has
 * @param landed what land reads next; where nothing has been landed, the first that Kafka has
 * @param refined behind what refine has dealt with without a gap; likewise
 */
public record PartitionStatus(
    String topic, int partition, long earliest, long end, long landed, long refined) {

  /** Offsets that are not in the raw table. */
  public long landBehind() {
    return Math.max(0, end - landed);
  }

  /** Offsets that refine has not dealt with. */
  public long refineBehind() {
    return Math.max(0, end - refined);
  }

  /** Offsets that left Kafka before they were landed. */
  public long expired() {
    return Math.max(0, earliest - landed);
  }
}
