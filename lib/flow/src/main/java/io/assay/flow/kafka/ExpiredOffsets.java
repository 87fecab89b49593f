package io.assay.flow.kafka;

import io.assay.lake.Positions;
import io.assay.model.AssayException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Records that expired in Kafka before they were read. */
public record ExpiredOffsets(List<OffsetRange> ranges) {
  public ExpiredOffsets {
    ranges = List.copyOf(ranges);
  }

  /**
   * What lies between the positions and what the brokers still have. A partition that a known topic
   * has got since then was to be read from its beginning; topics that are not known have lost
   * nothing.
   */
  public static ExpiredOffsets between(Positions known, Positions earliest) {
    List<OffsetRange> ranges = new ArrayList<>();
    for (String topic : known.topics()) {
      earliest
          .partitions(topic)
          .forEach(
              (partition, first) -> {
                long next = known.of(topic, partition).orElse(0);
                if (next < first) {
                  ranges.add(new OffsetRange(topic, partition, next, first));
                }
              });
    }
    return new ExpiredOffsets(ranges);
  }

  public boolean isEmpty() {
    return ranges.isEmpty();
  }

  /** The failure that names the ranges. */
  public AssayException failure() {
    return new AssayException(
        AssayException.Kind.DATA,
        "Records expired in Kafka before they were read: %s. To go on without them, use --on-data-loss continue."
            .formatted(this));
  }

  /** Such as {@code items/0 [5, 9), items/1 [0, 2)}. */
  @Override
  public String toString() {
    return ranges.stream().map(OffsetRange::toString).collect(Collectors.joining(", "));
  }
}
