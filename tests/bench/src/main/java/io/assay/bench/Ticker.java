package io.assay.bench;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Does something again and again in a thread of its own, until it is closed or that fails. */
final class Ticker implements AutoCloseable {
  private final String what;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final ScheduledFuture<?> ticking;

  /**
   * Begins at once.
   *
   * @param what it does, for messages
   */
  Ticker(String what, Duration interval, Runnable work) {
    this.what = what;
    this.ticking = clock.scheduleAtFixedRate(work, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Returns when it is not done any more. May be called again.
   *
   * @throws BenchException what it has failed with
   */
  @Override
  public void close() {
    clock.shutdown();
    try {
      if (!clock.awaitTermination(1, TimeUnit.MINUTES)) {
        throw new BenchException(what + " takes more than a minute");
      }
      if (!ticking.isCancelled()) {
        ticking.get();
      }
    } catch (ExecutionException e) {
      throw new BenchException(what + " failed: " + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("Interrupted: " + what, e);
    }
  }
}
