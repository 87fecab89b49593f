package io.assay.postgres.merge;

import io.assay.postgres.CommittedBatch;
import java.util.List;

/**
 * What the transaction of a batch did, and what it leaves to be cleared after the commit.
 *
 * @param staging the staging tables that hold rows of the batch, qualified
 */
public record BatchResult(CommittedBatch batch, List<String> staging) {
  public BatchResult {
    staging = List.copyOf(staging);
  }
}
