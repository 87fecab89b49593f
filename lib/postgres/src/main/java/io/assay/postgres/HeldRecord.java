package io.assay.postgres;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A record that no longer has to wait, as it came from Kafka.
 *
 * @param coordinates where it stands in Kafka
 * @param timestampType Kafka's: 0 the producer's clock, 1 the broker's
 * @param key null if it has none
 * @param value null if it has none
 * @param headerKeys in order
 * @param headerValues one for each key; a value may be null
 */
public record HeldRecord(
    Coordinates coordinates,
    int timestampType,
    byte[] key,
    byte[] value,
    List<String> headerKeys,
    List<byte[]> headerValues) {
  public HeldRecord {
    headerKeys = List.copyOf(headerKeys);
    headerValues = Collections.unmodifiableList(new ArrayList<>(headerValues));
  }
}
