package io.assay.tests;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Waits for what another process does. */
final class Awaiting {
  private static final Duration BOUND = Duration.ofMinutes(5);

  private Awaiting() {}

  /** Returns when the condition holds. */
  static void until(String what, Callable<Boolean> condition) throws Exception {
    Instant deadline = Instant.now().plus(BOUND);
    while (!condition.call()) {
      if (Instant.now().isAfter(deadline)) {
        throw new IllegalStateException("In vain awaited for " + BOUND.toSeconds() + " s: " + what);
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }
}
