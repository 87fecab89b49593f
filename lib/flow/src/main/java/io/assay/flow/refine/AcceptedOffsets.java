package io.assay.flow.refine;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import io.assay.engine.record.RawRecord;
import io.assay.postgres.Coordinates;
import io.assay.postgres.PendingSilver;
import io.assay.postgres.TopicPartition;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF3;
import org.apache.spark.sql.types.DataTypes;

/**
 * Which batch accepted a record, by its coordinates. A record is accepted by one batch at most:
 * what was held in one and released in another is refused by the first. Serializable, so that
 * executors can ask it.
 */
final class AcceptedOffsets implements UDF3<String, Integer, Long, Long> {
  private static final long serialVersionUID = 1L;

  /** Ranges of a partition by where they begin; disjoint. */
  private final HashMap<TopicPartition, TreeMap<Long, Accepted>> ranges = new HashMap<>();

  private record Accepted(long to, long batch) implements java.io.Serializable {}

  /** Adds the offsets of a batch, without those that it refused. */
  void add(PendingSilver batch, Collection<Coordinates> refused) {
    Map<TopicPartition, TreeSet<Long>> gaps = new HashMap<>();
    for (Coordinates record : refused) {
      gaps.computeIfAbsent(
              new TopicPartition(record.topic(), record.partition()), tp -> new TreeSet<>())
          .add(record.offset());
    }
    batch
        .offsets()
        .forEach(
            (partition, offsets) ->
                offsets.forEach(
                    (from, to) ->
                        add(
                            partition,
                            from,
                            to,
                            gaps.getOrDefault(partition, new TreeSet<>()),
                            batch.batchId())));
  }

  boolean isEmpty() {
    return ranges.isEmpty();
  }

  /** The batch that accepted the record, or null. */
  Column batch() {
    return udf(this, DataTypes.LongType)
        .apply(col(RawRecord.TOPIC), col(RawRecord.PARTITION), col(RawRecord.OFFSET));
  }

  /**
   * True for the records between the first and the last accepted one of each partition: what file
   * statistics can prune by.
   */
  Column around() {
    Column around = lit(false);
    for (Map.Entry<TopicPartition, TreeMap<Long, Accepted>> entry : ranges.entrySet()) {
      around =
          around.or(
              col(RawRecord.TOPIC)
                  .equalTo(entry.getKey().topic())
                  .and(col(RawRecord.PARTITION).equalTo(entry.getKey().partition()))
                  .and(col(RawRecord.OFFSET).geq(entry.getValue().firstKey()))
                  .and(col(RawRecord.OFFSET).lt(entry.getValue().lastEntry().getValue().to())));
    }
    return around;
  }

  @Override
  public Long call(String topic, Integer partition, Long offset) {
    TreeMap<Long, Accepted> accepted = ranges.get(new TopicPartition(topic, partition));
    Map.Entry<Long, Accepted> range = accepted == null ? null : accepted.floorEntry(offset);
    return range == null || offset >= range.getValue().to() ? null : range.getValue().batch();
  }

  private void add(TopicPartition partition, long from, long to, TreeSet<Long> gaps, long batch) {
    long begin = from;
    for (long gap : gaps.subSet(from, to)) {
      put(partition, begin, gap, batch);
      begin = gap + 1;
    }
    put(partition, begin, to, batch);
  }

  private void put(TopicPartition partition, long from, long to, long batch) {
    if (from < to) {
      ranges.computeIfAbsent(partition, tp -> new TreeMap<>()).put(from, new Accepted(to, batch));
    }
  }
}
