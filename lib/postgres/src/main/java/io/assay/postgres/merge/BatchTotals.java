package io.assay.postgres.merge;

import io.assay.model.AssayException;
import io.assay.postgres.Batch;
import io.assay.postgres.OffsetRanges;
import io.assay.postgres.RuleKey;
import io.assay.postgres.RuleSample;
import io.assay.postgres.TaskSummary;
import io.assay.postgres.TopicCounts;
import io.assay.postgres.TopicPartition;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the tasks of a batch told, together.
 *
 * @param attempts those whose rows count
 * @param offsets all records of the batch
 * @param counts by topic
 * @param rules what rules of a record alone cost
 * @param newest by topic, Kafka's timestamp of the newest record
 */
record BatchTotals(
    List<Long> attempts,
    Map<TopicPartition, OffsetRanges> offsets,
    Map<String, TopicCounts> counts,
    Map<RuleKey, RuleSample> rules,
    Map<String, Instant> newest) {

  /**
   * Adds up the summaries.
   *
   * @throws AssayException (INTERNAL) if two tasks read the same record
   */
  static BatchTotals of(Batch batch) {
    Map<TopicPartition, OffsetRanges> offsets = new HashMap<>();
    Map<String, TopicCounts> counts = new TreeMap<>();
    Map<RuleKey, RuleSample> rules = new HashMap<>();
    Map<String, Instant> newest = new HashMap<>();
    for (TaskSummary task : batch.tasks()) {
      task.offsets()
          .forEach(
              (partition, ranges) ->
                  offsets.merge(partition, ranges, (all, more) -> disjoint(partition, all, more)));
      task.counts().forEach((topic, count) -> counts.merge(topic, count, TopicCounts::plus));
      task.rules().forEach((rule, sample) -> rules.merge(rule, sample, RuleSample::plus));
      task.newest()
          .forEach(
              (topic, at) ->
                  newest.merge(topic, at, (one, other) -> one.isAfter(other) ? one : other));
    }
    offsets.values().removeIf(OffsetRanges::isEmpty);
    return new BatchTotals(
        batch.tasks().stream().map(TaskSummary::attempt).toList(), offsets, counts, rules, newest);
  }

  private static OffsetRanges disjoint(
      TopicPartition partition, OffsetRanges all, OffsetRanges more) {
    if (all.overlaps(more)) {
      throw new AssayException(
          AssayException.Kind.INTERNAL,
          "Batch refused: two of its tasks read the same records of %s: %s and %s"
              .formatted(partition, all, more));
    }
    return all.union(more);
  }
}
