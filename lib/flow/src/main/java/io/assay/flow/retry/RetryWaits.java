package io.assay.flow.retry;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The waits of a run between attempts, which end when the run is to end. Thread-safe. */
public final class RetryWaits {
  private final CountDownLatch ended = new CountDownLatch(1);

  /**
   * Waits.
   *
   * @return whether another attempt is to be made; at once false if the run is to end
   */
  boolean await(Duration wait) throws InterruptedException {
    return !ended.await(wait.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The run is to end: nothing is tried again from now on. */
  public void end() {
    ended.countDown();
  }

  /** Whether the run is to end. */
  public boolean isEnded() {
    return ended.getCount() == 0;
  }
}
