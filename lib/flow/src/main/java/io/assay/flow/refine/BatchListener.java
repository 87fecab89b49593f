package io.assay.flow.refine;

import io.assay.postgres.BatchSource;
import io.assay.postgres.CommittedBatch;

/**
 * Hears of every batch after its commit: progress and metrics, breakers that tripped among them.
 */
@FunctionalInterface
public interface BatchListener {
  void committed(BatchSource source, CommittedBatch batch);
}
