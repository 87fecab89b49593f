package io.assay.tests.oracle;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A record as it is in Kafka.
 *
 * @param timestamp milliseconds since 1970
 * @param key may be null
 * @param value null for a tombstone
 * @param headers the last one of each name
 */
public record FedRecord(
    Coordinates at, long timestamp, byte[] key, byte[] value, Map<String, byte[]> headers) {

  /** Whether it comes after the other in Kafka order. */
  boolean isAfter(FedRecord other) {
    if (at.topic().equals(other.at.topic()) && at.partition() == other.at.partition()) {
      return at.offset() > other.at.offset();
    }
    return timestamp != other.timestamp ? timestamp > other.timestamp : at.compareTo(other.at) > 0;
  }

  /** The key as text; null if there is none. */
  String keyText() {
    return key == null ? null : new String(key, StandardCharsets.UTF_8);
  }

  /** The header as text; null if there is none. */
  String header(String name) {
    byte[] header = headers.get(name);
    return header == null ? null : new String(header, StandardCharsets.UTF_8);
  }
}
