package io.assay.model.cases;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a record stands in Kafka. */
public record RecordPlace(String topic, int partition, long offset) {
  private static final Pattern TEXT =
      Pattern.compile("([a-zA-Z0-9._-]+)/([0-9]{1,9})/([0-9]{1,18})");

  /** Reads {@code topic/partition/offset}; empty if the text is none. */
  public static Optional<RecordPlace> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new RecordPlace(
                matcher.group(1),
                Integer.parseInt(matcher.group(2)),
                Long.parseLong(matcher.group(3))))
        : Optional.empty();
  }

  /** {@code topic/partition/offset}. */
  @Override
  public String toString() {
    return topic + "/" + partition + "/" + offset;
  }
}
