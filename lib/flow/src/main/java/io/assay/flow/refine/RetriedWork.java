package io.assay.flow.refine;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does work again while the environment fails. Whatever the attempt before has committed, the next
 * one finds out.
 *
 * @param retries how often, and after what wait
 * @param recovery makes ready for the next attempt
 */
record RetriedWork(Retries retries, Runnable recovery) {
  private static final Logger LOG = LoggerFactory.getLogger(RetriedWork.class);

  /**
   * Does the work.
   *
   * @throws RuntimeException of the last attempt, or one that is not the environment's
   */
  void run(Runnable work) throws InterruptedException {
    attempt(1, work);
  }

  /** Does work again whose first attempt has failed. */
  void runAgain(RuntimeException failure, Runnable work) throws InterruptedException {
    prepareNext(failure, 1);
    attempt(2, work);
  }

  private void attempt(int first, Runnable work) throws InterruptedException {
    for (int attempt = first; ; attempt++) {
      try {
        work.run();
        return;
      } catch (RuntimeException e) {
        prepareNext(e, attempt);
      }
    }
  }

  private void prepareNext(RuntimeException failure, int attempt) throws InterruptedException {
    if (!retries.again(failure, attempt)) {
      throw failure;
    }
    LOG.warn(
        "Attempt {} of {} failed: {}",
        attempt,
        retries.attempts(),
        Retries.understood(failure).map(Throwable::getMessage).orElse(failure.toString()));
    retries.pause(attempt);
    recovery.run();
  }
}
