package io.assay.flow.land;

import io.assay.flow.kafka.ExpiredOffsets;
import io.assay.flow.kafka.KafkaCluster;
import io.assay.flow.kafka.KafkaRecords;
import io.assay.flow.kafka.StartPositions;
import io.assay.flow.kafka.TopicOffsets;
import io.assay.lake.Positions;
import io.assay.lake.RawSchema;
import io.assay.lake.RawWriter;
import io.assay.model.Topics;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topics, as land reads them: where it begins, and what it does about records that have
 * expired.
 */
record LandSource(KafkaCluster cluster, TopicOffsets offsets, LandOptions options) {
  private static final Logger LOG = LoggerFactory.getLogger(LandSource.class);

  /**
   * Decides for every partition where to go on, and commits that, so that {@code latest} is decided
   * once and not again after a restart.
   *
   * @return for every partition that there is
   * @throws io.assay.model.AssayException if a topic is missing, or records have expired and the
   *     options say to stop
   */
  Positions begin(SparkSession spark, RawWriter writer) {
    Positions earliest = offsets.earliest();
    Positions end = offsets.end();
    ExpiredOffsets expired = ExpiredOffsets.between(writer.positions(), earliest);
    if (!expired.isEmpty() && options.onDataLoss() == OnDataLoss.FAIL) {
      throw expired.failure();
    }
    logLoss(expired);
    Positions unknown = startsAtEnd(writer.positions()) ? end : earliest;
    Positions start = StartPositions.of(writer.positions(), unknown, earliest, end);
    writer.append(spark.createDataFrame(List.of(), RawSchema.RECORD), start);
    return start;
  }

  /**
   * Whether topics of which nothing was landed begin at their end. What comes to match a pattern
   * after the first start is new, whether land ran at that time or not.
   */
  private boolean startsAtEnd(Positions landed) {
    boolean isFirstStart = landed.topics().isEmpty();
    return options.starting() == Starting.LATEST
        && (isFirstStart || offsets.topics() instanceof Topics.Named);
  }

  /** The records from these positions on. */
  Dataset<Row> stream(SparkSession spark, Positions start) {
    return KafkaRecords.stream(
        spark,
        cluster,
        offsets.topics(),
        start,
        Map.of(
            "maxOffsetsPerTrigger", Long.toString(options.maxOffsets()),
            "failOnDataLoss", Boolean.toString(options.onDataLoss() == OnDataLoss.FAIL)));
  }

  /**
   * Logs what will be missing when reading goes on from these positions; Spark stops by itself if
   * that is not allowed.
   */
  void logLoss(Positions positions) {
    if (options.onDataLoss() == OnDataLoss.CONTINUE) {
      logLoss(ExpiredOffsets.between(positions, offsets.earliest()));
    }
  }

  private static void logLoss(ExpiredOffsets expired) {
    if (!expired.isEmpty()) {
      LOG.warn("Records expired in Kafka and will be missing in the raw table: {}", expired);
    }
  }
}
