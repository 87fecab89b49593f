package io.assay.propose;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Pattern;

/** Numbers that may be points in time: told, but not decided. */
final class Epoch {
  private static final Pattern TIME =
      Pattern.compile("(.*_)?(at|ts|time|timestamp|date|created|updated|modified|ms|epoch)");
  private static final long FIRST = 946_684_800L; // 2000-01-01
  private static final long LAST = 4_102_444_800L; // 2100-01-01

  private Epoch() {}

  /** The type, with a note if the numbers look like seconds or milliseconds since 1970. */
  static TypeIdea noteFor(String name, List<JsonNode> values, TypeIdea type) {
    if (!type.isWhole() || !TIME.matcher(name).matches()) {
      return type;
    }
    if (isWithin(values, 1)) {
      return type.withNote("may be seconds since 1970");
    }
    return isWithin(values, 1000) ? type.withNote("may be milliseconds since 1970") : type;
  }

  private static boolean isWithin(List<JsonNode> values, long unit) {
    return values.stream()
        .mapToLong(JsonNode::longValue)
        .allMatch(value -> value >= FIRST * unit && value <= LAST * unit);
  }
}
