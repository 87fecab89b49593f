package io.assay.postgres;

import java.time.Instant;
import java.util.List;

/**
 * What is to be committed: the rows that these tasks staged.
 *
 * @param source where the records were read
 * @param sparkBatchId Spark's number of the micro-batch, for people only; nothing is decided by it
 * @param startedAt when reading began
 * @param tasks one summary for each successful task attempt
 */
public record Batch(
    BatchSource source, long sparkBatchId, Instant startedAt, List<TaskSummary> tasks) {
  public Batch {
    tasks = List.copyOf(tasks);
  }
}
