package io.assay.runtime;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.util.ShutdownHookManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a job end in order when the process gets SIGTERM or Ctrl-C. Hadoop's hooks run one after the
 * other: ours first, which stops the queries and waits until the job has let go of everything; then
 * Spark's, then the file systems'; last one that ends the process with the job's own status, which
 * the JVM would otherwise replace by 143.
 */
final class OrderlyStop {
  private static final Logger LOG = LoggerFactory.getLogger(OrderlyStop.class);

  /** Above Spark's own hook, which runs at 40. */
  private static final int BEFORE_SPARK = 100;

  /** Below the file systems' hook, which runs at 10. */
  private static final int LAST = 1;

  private final Duration bound;
  private final CountDownLatch ended = new CountDownLatch(1);
  private Runnable stopQueries = () -> {};
  private Runnable abandon = () -> {};
  private boolean requested;
  private ExitStatus status;

  private OrderlyStop(Duration bound) {
    this.bound = bound;
  }

  /** Begins to listen for the end of the process. */
  static OrderlyStop onSignal(Duration bound) {
    OrderlyStop stop = new OrderlyStop(bound);
    ShutdownHookManager hooks = ShutdownHookManager.get();
    hooks.addShutdownHook(stop::request, BEFORE_SPARK, bound.toSeconds() + 10, TimeUnit.SECONDS);
    hooks.addShutdownHook(stop::exit, LAST);
    return stop;
  }

  /** Whether the process was asked to stop. */
  synchronized boolean requested() {
    return requested;
  }

  /**
   * Tells how to stop the queries; does so at once if the process was asked to stop before they had
   * started.
   *
   * @param abandon gives up what the job waits for, where that takes too long
   */
  void run(Runnable stopQueries, Runnable abandon) {
    synchronized (this) {
      this.stopQueries = stopQueries;
      this.abandon = abandon;
      if (!requested) {
        return;
      }
    }
    stopQueries.run();
  }

  /** The job has ended and holds nothing any more. */
  void ended(ExitStatus status) {
    synchronized (this) {
      this.status = status;
    }
    ended.countDown();
  }

  private void request() {
    Runnable stop;
    synchronized (this) {
      if (status != null) {
        return;
      }
      requested = true;
      stop = stopQueries;
    }
    long deadline = System.nanoTime() + bound.toNanos();
    LOG.info("Stopping at the end of the batch, within {} s", bound.toSeconds());
    Thread thread =
        new Thread(() -> abandonAt(deadline - bound.dividedBy(4).toNanos()), "assay-abandon");
    thread.setDaemon(true);
    thread.start();
    stop.run();
    try {
      if (!ended.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        LOG.warn("Not stopped within {} s", bound.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Leaves a quarter of the time to end in order afterwards. */
  private void abandonAt(long time) {
    try {
      if (!ended.await(time - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        LOG.warn("The batch does not end: it is given up");
        Runnable giveUp;
        synchronized (this) {
          giveUp = abandon;
        }
        giveUp.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void exit() {
    if (requested && status != null) {
      Runtime.getRuntime().halt(status.code());
    }
  }
}
