package io.assay.flow.refine;

import io.assay.postgres.CommittedBatch;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A batch of a stream whose rows are staged, and which is being merged while the next one is
 * staged.
 *
 * @param records to be staged again if merging fails
 * @param stream whose batch it is
 * @param staged what is being merged
 * @param commit the commit that goes on
 */
record MergingBatch(
    Dataset<Row> records,
    long sparkBatchId,
    Optional<UUID> stream,
    Staged staged,
    CompletableFuture<CommittedBatch> commit) {

  /**
   * Waits for the commit.
   *
   * @throws RuntimeException what the commit failed with
   */
  CommittedBatch await() throws InterruptedException {
    try {
      return commit.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException("Merging has ended in disorder", e.getCause());
    }
  }
}
