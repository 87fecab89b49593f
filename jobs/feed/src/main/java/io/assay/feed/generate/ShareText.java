package io.assay.feed.generate;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads shares as users write them. Faults are {@link IllegalArgumentException}s with a sentence.
 */
public final class ShareText {
  private ShareText() {}

  /** A share: a number between 0 and 1. */
  public static double share(String text) {
    try {
      double share = Double.parseDouble(text);
      if (share >= 0 && share <= 1) {
        return share;
      }
    } catch (NumberFormatException e) {
      throw fault(text, e);
    }
    throw fault(text, null);
  }

  /** Shares of defect classes: {@code duplicate-item=0.01,bad-date=0.02}. */
  public static Map<RecordClass, Double> defects(String text) {
    Map<RecordClass, Double> shares = new EnumMap<>(RecordClass.class);
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException("'" + part + "' is not of the form NAME=SHARE");
      }
      shares.put(
          defect(part.substring(0, equals).strip()), share(part.substring(equals + 1).strip()));
    }
    return shares;
  }

  /** The names of all defect classes. */
  public static String names() {
    return RecordClass.defects().stream().map(RecordClass::label).collect(Collectors.joining(", "));
  }

  private static RecordClass defect(String name) {
    return RecordClass.defects().stream()
        .filter(defect -> defect.label().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException("there is no defect '" + name + "', only " + names()));
  }

  private static IllegalArgumentException fault(String text, Exception cause) {
    return new IllegalArgumentException("'" + text + "' is not a share between 0 and 1", cause);
  }
}
