package io.assay.model.file;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as a file writes them: a whole number and a unit, {@code 128 MB}. */
final class Sizes {
  private static final Pattern TEXT = Pattern.compile("([0-9]{1,6}) *([A-Za-z]+)");
  private static final Map<String, Long> UNITS =
      Map.of("kB", 1_000L, "MB", 1_000_000L, "GB", 1_000_000_000L);

  private Sizes() {}

  /** Bytes; empty if the text is something else. */
  static Optional<Long> parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches() || !UNITS.containsKey(matcher.group(2))) {
      return Optional.empty();
    }
    return Optional.of(Long.parseLong(matcher.group(1)) * UNITS.get(matcher.group(2)));
  }

  /** The same in thousands of bytes, the smallest unit. */
  static String text(long bytes) {
    return bytes / 1000 + " kB";
  }
}
