package io.assay.flow.refine;

import io.assay.postgres.TaskSummary;
import java.io.Serializable;
import java.util.List;

/**
 * What a successful task tells the driver.
 *
 * @param summary attempt, offsets and counts
 * @param failures what rules of severity {@code fail} found; then the batch must not be committed
 */
record StagedTask(TaskSummary summary, List<String> failures) implements Serializable {
  StagedTask {
    failures = List.copyOf(failures);
  }
}
