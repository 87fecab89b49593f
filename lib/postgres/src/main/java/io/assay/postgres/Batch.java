package io.assay.postgres;

import io.assay.postgres.staging.StagedRows;
import java.time.Instant;
import java.util.List;

/**
 * What is to be committed: the rows that these tasks staged.
 *
 * @param source where the records were read
 * @param sparkBatchId Spark's number of the micro-batch, for people only; nothing is decided by it
 * @param startedAt when reading began
 * @param tasks one summary for each successful task attempt
 * @param rows which of the records' rows they are
 */
public record Batch(
    BatchSource source,
    long sparkBatchId,
    Instant startedAt,
    List<TaskSummary> tasks,
    StagedRows rows) {
  public Batch {
    tasks = List.copyOf(tasks);
  }

  /** Of which all rows are staged. */
  public Batch(BatchSource source, long sparkBatchId, Instant startedAt, List<TaskSummary> tasks) {
    this(source, sparkBatchId, startedAt, tasks, StagedRows.ALL);
  }
}
