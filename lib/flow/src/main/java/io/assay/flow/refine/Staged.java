package io.assay.flow.refine;

import io.assay.postgres.Batch;
import io.assay.postgres.BatchSource;
import io.assay.postgres.TopicCounts;
import io.assay.postgres.staging.StagedRows;
import io.assay.postgres.staging.StagingArea;
import java.time.Instant;
import java.util.List;

/**
 * The records of a batch, staged.
 *
 * @param startedAt when reading them began
 * @param tasks what was staged
 * @param rows which of their rows
 * @param area where
 * @param emptied how often staging had been emptied before: once more, and it is gone
 */
record Staged(
    Instant startedAt, List<StagedTask> tasks, StagedRows rows, StagingArea area, int emptied) {
  Staged {
    tasks = List.copyOf(tasks);
  }

  /** Records that the ledger did not have. */
  long records() {
    return records(tasks);
  }

  /** The same of its tasks. */
  static long records(List<StagedTask> tasks) {
    return tasks.stream()
        .flatMap(task -> task.summary().counts().values().stream())
        .mapToLong(TopicCounts::raw)
        .sum();
  }

  /** Whether the ledger had all of them. */
  boolean isEmpty() {
    return tasks.stream().allMatch(task -> task.summary().offsets().isEmpty());
  }

  /** As the database takes it. */
  Batch batch(BatchSource from, long sparkBatchId) {
    return new Batch(
        from, sparkBatchId, startedAt, tasks.stream().map(StagedTask::summary).toList(), rows);
  }
}
