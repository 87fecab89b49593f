package io.assay.propose;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Numbers that are points in time, counted from 1970: by their names and by all values. */
final class Epoch {
  private static final Pattern TIME =
      Pattern.compile(
          "(.*_)?(at|on|ts|dt|time|timestamp|date|created|updated|modified|ms|epoch|utc|since|until|sunrise|sunset)");
  private static final long FIRST = 631_152_000L; // 1990-01-01
  private static final long LAST = 4_102_444_800L; // 2100-01-01
  private static final Map<Long, String> UNITS =
      new TreeMap<>(Map.of(1L, "seconds", 1000L, "millis", 1_000_000L, "micros"));

  private Epoch() {}

  /** The type of such numbers; empty where the name or a value says otherwise. */
  static Optional<TypeIdea> of(String name, List<JsonNode> values) {
    if (!TIME.matcher(name).matches()) {
      return Optional.empty();
    }
    return UNITS.entrySet().stream()
        .filter(unit -> isWithin(values, unit.getKey()))
        .findFirst()
        .map(
            unit ->
                new TypeIdea(
                    "timestamp",
                    List.of(),
                    unit.getValue(),
                    "numbers that look like " + unit.getValue() + " since 1970"));
  }

  /** The type of numbers that are said to be milliseconds. */
  static TypeIdea millis() {
    return new TypeIdea("timestamp", List.of(), "millis", "");
  }

  private static boolean isWithin(List<JsonNode> values, long unit) {
    return values.stream()
        .allMatch(
            value ->
                value.isIntegralNumber()
                    && value.canConvertToLong()
                    && value.longValue() >= FIRST * unit
                    && value.longValue() <= LAST * unit);
  }
}
