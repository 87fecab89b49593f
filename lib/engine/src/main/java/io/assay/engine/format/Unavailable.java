package io.assay.engine.format;

import io.assay.engine.decode.Undecodable;
import io.assay.engine.format.JsonMembers.Place;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * The placeholder that Debezium writes for a large value which an update has not changed, and which
 * PostgreSQL therefore does not send. Stored as it is, it would destroy the value.
 *
 * @see <a
 *     href="https://debezium.io/documentation/reference/stable/connectors/postgresql.html#postgresql-toasted-values">toasted
 *     values</a>
 */
final class Unavailable {
  private static final String PLACEHOLDER = "__debezium_unavailable_value";
  private static final List<byte[]> WRITTEN =
      List.of(
          PLACEHOLDER.getBytes(StandardCharsets.UTF_8),
          Base64.getEncoder().encode(PLACEHOLDER.getBytes(StandardCharsets.UTF_8)));

  private Unavailable() {}

  /** Refuses a row that has the placeholder in one of its columns. */
  static void refuse(byte[] bytes, Place row) throws Undecodable {
    if (!holds(bytes, row.start(), row.end())) {
      return;
    }
    for (Map.Entry<String, Place> member : JsonMembers.of(bytes, row).places().entrySet()) {
      if (holds(bytes, member.getValue().start(), member.getValue().end())) {
        throw new Undecodable(
            "the event lacks the column "
                + member.getKey()
                + ", whose large value was not changed; ALTER TABLE … REPLICA IDENTITY FULL makes"
                + " PostgreSQL send it");
      }
    }
  }

  private static boolean holds(byte[] bytes, int start, int end) {
    for (byte[] written : WRITTEN) {
      for (int at = start; at + written.length <= end; at++) {
        if (bytes[at] == written[0]
            && Arrays.equals(bytes, at, at + written.length, written, 0, written.length)) {
          return true;
        }
      }
    }
    return false;
  }
}
