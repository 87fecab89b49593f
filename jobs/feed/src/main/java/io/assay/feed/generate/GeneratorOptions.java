package io.assay.feed.generate;

import io.assay.model.AssayException;
import java.util.EnumMap;
import java.util.Map;

/**
 * What to generate.
 *
 * @param records how many
 * @param firstNumber where the numbers in ids begin, so that several runs can make different things
 * @param shares how many of the records are of a class, between 0 and 1; the others are {@link
 *     RecordClass#REGULAR}
 */
public record GeneratorOptions(long records, long firstNumber, Map<RecordClass, Double> shares) {
  /** As in the plant's own sheets. */
  public static final long DEFAULT_FIRST_NUMBER = 101;

  private static final long LAST_NUMBER = 90_000_000;

  public GeneratorOptions {
    shares = shares.isEmpty() ? Map.of() : new EnumMap<>(shares);
    double sum = 0;
    for (Map.Entry<RecordClass, Double> share : shares.entrySet()) {
      if (!(share.getValue() >= 0 && share.getValue() <= 1)) {
        throw fault(
            "the share of " + share.getKey().label() + " is " + share.getValue(),
            "Shares are between 0 and 1");
      }
      sum += share.getValue();
    }
    if (sum > 1) {
      throw fault("the shares of all classes together are " + sum, "They are at most 1");
    }
    if (firstNumber < 100 || firstNumber + records > LAST_NUMBER) {
      throw fault(
          "%d records, numbered from %d".formatted(records, firstNumber),
          "Numbers have three digits at least and do not go beyond " + LAST_NUMBER);
    }
  }

  /** So many records, all of them regular. */
  public static GeneratorOptions regular(long records) {
    return new GeneratorOptions(records, DEFAULT_FIRST_NUMBER, Map.of());
  }

  private static AssayException fault(String value, String why) {
    return new AssayException(
        AssayException.Kind.USER, "Cannot generate records: " + value + ". " + why + ".");
  }
}
