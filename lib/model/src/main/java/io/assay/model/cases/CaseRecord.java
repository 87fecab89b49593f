package io.assay.model.cases;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A record as Kafka would give it. Bytes are not copied: nobody changes them.
 *
 * @param place its coordinates
 * @param timestamp Kafka's
 * @param key empty if it has none
 * @param value empty for a tombstone
 * @param headers in order; a name may stand there once
 */
public record CaseRecord(
    RecordPlace place,
    Instant timestamp,
    Optional<byte[]> key,
    Optional<byte[]> value,
    List<Map.Entry<String, byte[]>> headers) {
  public CaseRecord {
    headers = List.copyOf(headers);
  }
}
