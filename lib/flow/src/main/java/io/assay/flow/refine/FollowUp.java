package io.assay.flow.refine;

import io.assay.flow.retry.RetriedWork;
import io.assay.model.AssayException;
import io.assay.postgres.BatchSource;
import io.assay.postgres.HeldRecord;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import org.apache.spark.sql.SparkSession;

/** What has to be refined again: requeued records, and held ones that no longer have to wait. */
final class FollowUp {
  private static final int MOST_RELEASED = 20_000;

  private final BatchApplier applier;
  private final RequeuedRecords requeued;
  private final RetriedWork retried;

  FollowUp(BatchApplier applier, RequeuedRecords requeued, RetriedWork retried) {
    this.applier = applier;
    this.requeued = requeued;
    this.retried = retried;
  }

  /**
   * Refines the records in quarantine that somebody wants refined again, until none is left.
   *
   * @return how many were taken up
   */
  long refineRequeued(SparkSession session, long sparkBatchId) throws InterruptedException {
    AtomicBoolean any = new AtomicBoolean(true);
    AtomicLong taken = new AtomicLong();
    while (any.get()) {
      retried.run(
          () -> {
            Optional<RequeuedRecords.Found> found = requeued.next(session);
            any.set(found.isPresent());
            found.ifPresent(
                records -> {
                  refineAgain(records, sparkBatchId);
                  taken.addAndGet(records.coordinates().size());
                });
          });
    }
    return taken.get();
  }

  /** What a rule of severity fail refuses stays in quarantine; it does not stop the others. */
  private void refineAgain(RequeuedRecords.Found found, long sparkBatchId) {
    try {
      applier.apply(BatchSource.REQUEUED, found.records(), sparkBatchId);
    } catch (RuntimeException e) {
      AssayException known =
          retried
              .failures()
              .understood(e)
              .filter(each -> each.kind() == AssayException.Kind.DATA)
              .orElseThrow(() -> e);
      applier.discard();
      requeued.leave(found.coordinates(), known.getMessage());
    }
  }

  /**
   * Releases until nothing is left: a record that is applied may be what another one waits for.
   *
   * @param due gives at most so many
   */
  void release(IntFunction<List<HeldRecord>> due, SparkSession session, long sparkBatchId)
      throws InterruptedException {
    AtomicBoolean any = new AtomicBoolean(true);
    while (any.get()) {
      retried.run(
          () -> {
            List<HeldRecord> held = due.apply(MOST_RELEASED);
            any.set(!held.isEmpty());
            if (any.get()) {
              applier.apply(BatchSource.HELD, HeldRecords.dataset(session, held), sparkBatchId);
            }
          });
    }
  }
}
