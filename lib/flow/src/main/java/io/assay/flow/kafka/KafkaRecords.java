package io.assay.flow.kafka;

import io.assay.lake.Positions;
import io.assay.lake.RawSchema;
import io.assay.model.Topics;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Reads topics as a stream of records in the shape of {@link RawSchema#RECORD}. */
public final class KafkaRecords {
  private KafkaRecords() {}

  /**
   * The stream.
   *
   * @param start for every partition of the topics; a checkpoint overrides it
   * @param options of Spark's Kafka source, such as {@code maxOffsetsPerTrigger}
   */
  public static Dataset<Row> stream(
      SparkSession spark,
      KafkaCluster cluster,
      Topics topics,
      Positions start,
      Map<String, String> options) {
    return spark
        .readStream()
        .format("kafka")
        .options(cluster.sourceOptions())
        .option(
            topics instanceof Topics.Matching ? "subscribePattern" : "subscribe",
            subscription(topics))
        .option("startingOffsets", start.toString())
        .option("includeHeaders", "true")
        .options(options)
        .load()
        .selectExpr(
            "topic",
            "partition",
            "offset",
            "timestamp",
            "timestampType as timestamp_type",
            "key",
            "value",
            "headers");
  }

  private static String subscription(Topics topics) {
    return topics instanceof Topics.Matching matching
        ? "\\A(?:" + matching.pattern() + ")\\z" // Spark is content with a part of the name
        : String.join(",", ((Topics.Named) topics).names());
  }
}
