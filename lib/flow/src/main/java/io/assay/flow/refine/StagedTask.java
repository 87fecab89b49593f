package io.assay.flow.refine;

import io.assay.postgres.TaskSummary;
import io.assay.postgres.UnknownMember;
import java.io.Serializable;
import java.util.List;

/**
 * What a successful task tells the driver.
 *
 * @param summary attempt, offsets and counts
 * @param failures what rules of severity {@code fail} found; then the batch must not be committed
 * @param unknown members that no field takes, where the policy wants to hear of them; each name
 *     once, with a type that all its values have
 */
record StagedTask(TaskSummary summary, List<String> failures, List<UnknownMember> unknown)
    implements Serializable {
  StagedTask {
    unknown = List.copyOf(unknown);
    failures = List.copyOf(failures);
  }
}
