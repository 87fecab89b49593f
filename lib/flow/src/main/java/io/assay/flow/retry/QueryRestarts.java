package io.assay.flow.retry;

import io.assay.model.AssayException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a query again that the environment has ended: Spark ends a query at the first failure of
 * its source or its checkpoint. Thread-safe, but for {@link #again}, which is called by one thread.
 */
public final class QueryRestarts {
  private static final Logger LOG = LoggerFactory.getLogger(QueryRestarts.class);

  private final String query;
  private final Retries retries;
  private final RetryWaits waits;
  private final EnvironmentFailures failures;
  private final AtomicInteger attempt = new AtomicInteger(1);

  /**
   * @param query its name, for the log
   * @param retries how often without a batch in between, and after what wait
   */
  public QueryRestarts(
      String query, Retries retries, RetryWaits waits, EnvironmentFailures failures) {
    this.query = query;
    this.retries = retries;
    this.waits = waits;
    this.failures = failures;
  }

  /** A batch went well: what fails from now on fails for the first time. */
  public void succeeded() {
    attempt.set(1);
  }

  /**
   * Starts it, after a wait; again, if it does not start.
   *
   * @param failure what has ended it
   * @return what was started; empty if the failure is not the environment's, the attempts are used
   *     up, or the run is to end
   * @throws RuntimeException of the last attempt to start
   */
  public <T> Optional<T> again(Throwable failure, Supplier<T> start) throws InterruptedException {
    AtomicReference<T> started = new AtomicReference<>();
    Throwable last = failure;
    while (started.get() == null && awaitNext(last)) {
      try {
        failures.telling(() -> started.set(start.get()));
      } catch (RuntimeException e) {
        last = e;
      }
    }
    if (started.get() == null && last instanceof RuntimeException unstarted && !waits.isEnded()) {
      throw unstarted;
    }
    return Optional.ofNullable(started.get());
  }

  private boolean awaitNext(Throwable failure) throws InterruptedException {
    Optional<AssayException> understood = failures.understood(failure);
    int failed = attempt.get();
    if (understood.filter(known -> retries.again(known, failed)).isEmpty() || waits.isEnded()) {
      return false;
    }
    LOG.warn(
        "The query {} has ended, and is started again (attempt {} of {} failed): {}",
        query,
        failed,
        retries.attempts(),
        understood.get().getMessage());
    attempt.incrementAndGet();
    return waits.await(retries.waitAfter(failed));
  }
}
