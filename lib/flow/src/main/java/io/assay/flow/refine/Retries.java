package io.assay.flow.refine;

import io.assay.model.AssayException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

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

  /**
   * Whether the failure is the environment's, and another attempt is left after this one (the first
   * is 1).
   */
  boolean again(Throwable failure, int attempt) {
    return attempt < attempts
        && understood(failure)
            .filter(known -> known.kind() == AssayException.Kind.EXTERNAL)
            .isPresent();
  }

  /** Waits before the next attempt. */
  void pause(int attempt) throws InterruptedException {
    long longest = longestWait.toMillis();
    long wait = Math.min(longest, firstWait.toMillis() << Math.min(attempt - 1, 20));
    TimeUnit.MILLISECONDS.sleep(wait / 2 + ThreadLocalRandom.current().nextLong(wait / 2 + 1));
  }

  /** The failure that was understood, which Spark may have wrapped. */
  static Optional<AssayException> understood(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof AssayException known) {
        return Optional.of(known);
      }
    }
    return Optional.empty();
  }
}
