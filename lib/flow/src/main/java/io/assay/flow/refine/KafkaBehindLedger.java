package io.assay.flow.refine;

import io.assay.flow.kafka.ExpiredOffsets;
import io.assay.flow.kafka.KafkaCluster;
import io.assay.flow.kafka.KafkaRecords;
import io.assay.flow.kafka.StartPositions;
import io.assay.flow.kafka.TopicOffsets;
import io.assay.lake.Positions;
import io.assay.model.AssayException;
import io.assay.model.Environment;
import io.assay.model.Topics;
import io.assay.postgres.OffsetRanges;
import io.assay.postgres.TopicPartition;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Kafka, from the first record of each partition that the ledger does not have. */
final class KafkaBehindLedger {
  private final KafkaCluster cluster;
  private final Topics topics;

  KafkaBehindLedger(Environment.Kafka kafka, Topics topics) {
    this.cluster = new KafkaCluster(kafka);
    this.topics = topics;
  }

  /**
   * The stream.
   *
   * @param start where to go on
   */
  Dataset<Row> stream(SparkSession session, Positions start, OptionalLong maxOffsets) {
    Map<String, String> options = new HashMap<>();
    maxOffsets.ifPresent(most -> options.put("maxOffsetsPerTrigger", Long.toString(most)));
    return KafkaRecords.stream(session, cluster, topics, start, options);
  }

  /**
   * Where to go on, for every partition that there is.
   *
   * @throws AssayException if a topic is missing, or records that the ledger lacks have expired in
   *     Kafka
   */
  Positions start(Map<TopicPartition, OffsetRanges> applied) {
    Positions next = next(applied);
    try (TopicOffsets offsets = TopicOffsets.of(cluster, topics)) {
      Positions earliest = offsets.earliest();
      ExpiredOffsets expired = ExpiredOffsets.between(next, earliest);
      if (!expired.isEmpty()) {
        throw new AssayException(
            AssayException.Kind.DATA,
            "Records expired in Kafka before they were refined: %s. Run once with --source lake: what was landed is there."
                .formatted(expired));
      }
      return StartPositions.of(next, earliest, earliest, offsets.end());
    }
  }

  /** The first offset of each partition that the ledger lacks. */
  private static Positions next(Map<TopicPartition, OffsetRanges> applied) {
    Positions next = Positions.none();
    for (Map.Entry<TopicPartition, OffsetRanges> entry : applied.entrySet()) {
      next =
          next.with(
              entry.getKey().topic(), entry.getKey().partition(), entry.getValue().firstGap());
    }
    return next;
  }
}
