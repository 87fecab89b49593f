package io.assay.postgres.merge;

import io.assay.model.AssayException;
import io.assay.postgres.TopicCounts;
import io.assay.postgres.TopicOutcome;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Accounts for every record of a batch: what the tasks told, held against what the transaction
 * counted.
 */
final class BatchAccount {
  private final String pipeline;

  BatchAccount(String pipeline) {
    this.pipeline = pipeline;
  }

  /**
   * What became of the records, by topic.
   *
   * @throws AssayException (INTERNAL) if they do not add up
   */
  Map<String, TopicOutcome> topics(
      BatchTotals totals, Census counted, BatchOutcome outcome, RefusedRecords.Refused refused) {
    Set<String> names = new TreeSet<>(totals.counts().keySet());
    names.addAll(counted.records().keySet());
    names.addAll(refused.staged().keySet());
    Map<String, TopicOutcome> topics = new TreeMap<>();
    for (String topic : names) {
      TopicCounts counts = totals.counts().getOrDefault(topic, TopicCounts.NONE);
      long applied = outcome.applied(topic);
      long refusedHere = refused.quarantined().getOrDefault(topic, 0L);
      long held = refused.held().getOrDefault(topic, 0L);
      TopicOutcome fates =
          new TopicOutcome(
              counts.raw(),
              applied,
              refused.staged().getOrDefault(topic, 0L) + refusedHere,
              counts.filtered(),
              counted.records(topic) - applied - refusedHere - held,
              held,
              counts.replayed());
      requireSum(topic, counts, fates);
      topics.put(topic, fates);
    }
    return topics;
  }

  private void requireSum(String topic, TopicCounts counts, TopicOutcome fates) {
    if (!fates.addsUp()) {
      throw new AssayException(
          AssayException.Kind.INTERNAL,
          "Batch refused: the records of the topic %s in the pipeline %s do not add up: %d read, but %d applied, %d quarantined, %d filtered, %d superseded and %d held (the tasks told %d quarantined and %d staged). Nothing was applied"
              .formatted(
                  topic,
                  pipeline,
                  fates.raw(),
                  fates.applied(),
                  fates.quarantined(),
                  fates.filtered(),
                  fates.superseded(),
                  fates.held(),
                  counts.quarantined(),
                  counts.staged()));
    }
  }
}
