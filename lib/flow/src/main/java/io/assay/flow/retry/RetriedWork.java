package io.assay.flow.retry;

import io.assay.model.AssayException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does work again while the environment fails. Whatever the attempt before has committed, the next
 * one finds out.
 *
 * @param retries how often, and after what wait
 * @param waits of the run
 * @param failures tells what a failure means
 * @param recovery makes ready for the next attempt
 */
public record RetriedWork(
    Retries retries, RetryWaits waits, EnvironmentFailures failures, Runnable recovery) {
  private static final Logger LOG = LoggerFactory.getLogger(RetriedWork.class);

  /**
   * Does the work.
   *
   * @throws RuntimeException of the last attempt, or one that is not the environment's
   */
  public void run(Runnable work) throws InterruptedException {
    attempt(1, work);
  }

  /** Does work again whose first attempt has failed. */
  public void runAgain(RuntimeException failure, Runnable work) throws InterruptedException {
    prepareNext(failure, 1);
    attempt(2, work);
  }

  private void attempt(int first, Runnable work) throws InterruptedException {
    for (int attempt = first; ; attempt++) {
      try {
        failures.telling(work);
        return;
      } catch (RuntimeException e) {
        prepareNext(e, attempt);
      }
    }
  }

  private void prepareNext(RuntimeException failure, int attempt) throws InterruptedException {
    Optional<AssayException> understood = failures.understood(failure);
    if (understood.filter(known -> retries.again(known, attempt)).isEmpty() || waits.isEnded()) {
      throw failure;
    }
    LOG.warn(
        "Attempt {} of {} failed: {}", attempt, retries.attempts(), understood.get().getMessage());
    if (!waits.await(retries.waitAfter(attempt))) {
      throw failure;
    }
    recovery.run();
  }
}
