package io.assay.feed.generate;

import java.util.concurrent.locks.LockSupport;

/** Spreads records evenly over time. For one thread. */
public final class Pace {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final double nanosBetween;
  private final long start = System.nanoTime();
  private long count;

  private Pace(double nanosBetween) {
    this.nanosBetween = nanosBetween;
  }

  /** So many records a second. */
  public static Pace perSecond(long records) {
    return new Pace((double) NANOS_PER_SECOND / records);
  }

  /** Without waiting. */
  public static Pace unbounded() {
    return new Pace(0);
  }

  /** Waits until the next record is due. */
  public void await() {
    long due = start + (long) (count * nanosBetween);
    count++;
    for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
      LockSupport.parkNanos(wait);
      if (Thread.interrupted()) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
