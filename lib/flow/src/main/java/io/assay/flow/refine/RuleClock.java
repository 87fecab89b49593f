package io.assay.flow.refine;

import io.assay.engine.RuleTiming;
import io.assay.postgres.RuleKey;
import io.assay.postgres.RuleSample;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Measures rules in one task: counts the records of each kind, and times the rules of those whose
 * offset is a multiple of {@link RuleTiming#EVERY}. So small batches are timed now and then, too.
 * Not thread-safe.
 */
final class RuleClock {
  private final RuleTiming timing;
  private final List<String> kinds;
  private final int partition;
  private final long[] asked;
  private final long[] sampled;
  private final Map<RuleKey, Long> nanos = new HashMap<>();
  private RuleTiming.Task task;

  RuleClock(RuleTiming timing, List<String> kinds, int partition) {
    this.timing = timing;
    this.kinds = kinds;
    this.partition = partition;
    this.asked = new long[kinds.size()];
    this.sampled = new long[kinds.size()];
  }

  /**
   * A record of the task.
   *
   * @param kind its position; below 0 if no kind takes it or it is skipped
   */
  void count(int kind, long offset, InternalRow raw, InternalRow replayed) {
    if (kind < 0) {
      return;
    }
    asked[kind]++;
    if (offset % RuleTiming.EVERY == 0 && !timing.rules().get(kind).isEmpty()) {
      if (task == null) {
        task = timing.task(partition);
      }
      sampled[kind]++;
      task.nanos(raw, replayed, kind)
          .forEach(
              (rule, time) -> nanos.merge(new RuleKey(kinds.get(kind), rule), time, Long::sum));
    }
  }

  /** What was measured; the rules of kinds without a timed record only count. */
  Map<RuleKey, RuleSample> samples() {
    Map<RuleKey, RuleSample> samples = new HashMap<>();
    for (int kind = 0; kind < asked.length; kind++) {
      if (asked[kind] > 0) {
        for (String rule : timing.rules().get(kind)) {
          RuleKey key = new RuleKey(kinds.get(kind), rule);
          boolean timed = sampled[kind] == 0 || nanos.containsKey(key);
          if (timed) {
            samples.put(
                key, new RuleSample(sampled[kind], nanos.getOrDefault(key, 0L), asked[kind]));
          }
        }
      }
    }
    return samples;
  }
}
