package io.assay.model.cases;

import java.util.List;

/**
 * One micro-batch of a case.
 *
 * @param restart whether the job is ended and started anew before it
 * @param records new ones
 * @param redelivered records of earlier batches that come once more
 */
public record CaseBatch(boolean restart, List<CaseRecord> records, List<RecordPlace> redelivered) {
  public CaseBatch {
    records = List.copyOf(records);
    redelivered = List.copyOf(redelivered);
  }
}
