package io.assay.feed;

import java.util.List;

/**
 * A record on its way to Kafka.
 *
 * @param key null where the record has none
 * @param value null for a tombstone
 * @param headers in order
 */
public record OutgoingRecord(String topic, byte[] key, byte[] value, List<OutgoingHeader> headers) {
  public OutgoingRecord {
    headers = List.copyOf(headers);
  }
}
