package io.assay.flow.retry;

import io.assay.model.AssayException;
import io.assay.runtime.option.Arguments;
import io.assay.runtime.option.Parameter;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often and after what wait something is tried again when the environment fails: the wait
 * doubles, with jitter.
 *
 * @param attempts how often in all, at least 1
 * @param firstWait before the second attempt
 * @param longestWait bound for one wait
 */
public record Retries(int attempts, Duration firstWait, Duration longestWait) {

  /** About four minutes in all. */
  public static final Retries PATIENT =
      new Retries(10, Duration.ofMillis(500), Duration.ofSeconds(60));

  /** The option {@code --attempts} of a command line. */
  public static final Parameter<Long> ATTEMPTS =
      Parameter.count(
          "attempts",
          "how often a batch is tried, or a query started, while the database, the lake or Kafka is away (default: 10)");

  /** {@link #PATIENT}, as often as the command line says. */
  public static Retries of(Arguments arguments) {
    return arguments
        .value(ATTEMPTS)
        .map(Math::toIntExact)
        .map(attempts -> new Retries(attempts, PATIENT.firstWait, PATIENT.longestWait))
        .orElse(PATIENT);
  }

  /**
   * Whether the failure is the environment's, and another attempt is left after this one (the first
   * is 1).
   */
  boolean again(AssayException failure, int attempt) {
    return attempt < attempts && failure.kind() == AssayException.Kind.EXTERNAL;
  }

  /** The wait before the next attempt: between half of its length and all of it. */
  Duration waitAfter(int attempt) {
    long longest = longestWait.toMillis();
    long wait = Math.min(longest, firstWait.toMillis() << Math.min(attempt - 1, 20));
    return Duration.ofMillis(wait / 2 + ThreadLocalRandom.current().nextLong(wait / 2 + 1));
  }
}
