package io.assay.flow.kafka;

import io.assay.lake.Positions;
import io.assay.lake.RawSchema;
import java.util.List;
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
      List<String> topics,
      Positions start,
      Map<String, String> options) {
    return spark
        .readStream()
        .format("kafka")
        .options(cluster.sourceOptions())
        .option("subscribe", String.join(",", topics))
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
}
