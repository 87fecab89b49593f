package io.assay.tests.oracle;

import java.util.Comparator;

/** Where a record is in Kafka. */
public record Coordinates(String topic, int partition, long offset)
    implements Comparable<Coordinates> {
  private static final Comparator<Coordinates> ORDER =
      Comparator.comparing(Coordinates::topic)
          .thenComparing(Coordinates::partition)
          .thenComparing(Coordinates::offset);

  @Override
  public int compareTo(Coordinates other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return topic + "-" + partition + "@" + offset;
  }
}
