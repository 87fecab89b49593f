package io.assay.flow.refine;

import io.assay.engine.record.Refined.Fate;
import io.assay.postgres.OffsetRanges;
import io.assay.postgres.RuleKey;
import io.assay.postgres.RuleSample;
import io.assay.postgres.TaskSummary;
import io.assay.postgres.TopicCounts;
import io.assay.postgres.TopicPartition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts the records of one task: how many of each fate per topic, and which offsets. Consecutive
 * offsets are kept as one open range, so that counting costs little per record. Not thread-safe.
 */
final class TaskTally {
  private final Map<String, long[]> fates = new HashMap<>();
  private final Map<TopicPartition, OffsetRanges> offsets = new HashMap<>();
  private final Map<String, Newest> newest = new HashMap<>();
  private TopicPartition open;
  private long openFrom;
  private long openTo;
  private long[] openFates;
  private Newest openNewest;

  private static final class Newest {
    private long micros = Long.MIN_VALUE;
  }

  /**
   * Counts a record.
   *
   * @param timestamp Kafka's, in microseconds since 1970
   */
  void count(String topic, int partition, long offset, long timestamp, Fate fate) {
    if (open == null || open.partition() != partition || !open.topic().equals(topic)) {
      closeRange();
      open = new TopicPartition(topic, partition);
      openFrom = offset;
      openTo = offset;
      openFates = fates.computeIfAbsent(topic, name -> new long[Fate.values().length]);
      openNewest = newest.computeIfAbsent(topic, name -> new Newest());
    }
    openFates[fate.ordinal()]++;
    if (fate == Fate.REPLAY) {
      return;
    }
    openNewest.micros = Math.max(openNewest.micros, timestamp);
    if (offset != openTo) {
      closeRange();
      openFrom = offset;
    }
    openTo = offset + 1;
  }

  TaskSummary summary(long attempt, Map<RuleKey, RuleSample> rules) {
    closeRange();
    Map<String, TopicCounts> counts = new HashMap<>();
    fates.forEach(
        (topic, count) -> {
          long replayed = count[Fate.REPLAY.ordinal()];
          long all = java.util.Arrays.stream(count).sum();
          counts.put(
              topic,
              new TopicCounts(
                  all - replayed,
                  count[Fate.QUARANTINE.ordinal()],
                  count[Fate.FILTER.ordinal()],
                  replayed));
        });
    return new TaskSummary(attempt, offsets, counts, rules, newest());
  }

  private Map<String, Instant> newest() {
    Map<String, Instant> times = new HashMap<>();
    newest.forEach(
        (topic, time) -> {
          if (time.micros != Long.MIN_VALUE) {
            times.put(topic, Instant.EPOCH.plus(time.micros, ChronoUnit.MICROS));
          }
        });
    return times;
  }

  private void closeRange() {
    if (open != null && openTo > openFrom) {
      offsets.merge(open, OffsetRanges.empty().with(openFrom, openTo), OffsetRanges::union);
    }
    openFrom = openTo;
  }
}
