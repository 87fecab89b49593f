package io.assay.lake;

import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/** Makes records of one partition. */
final class Records {
  private Records() {}

  static Dataset<Row> of(SparkSession spark, String topic, int partition, long from, long to) {
    List<Row> rows =
        LongStream.range(from, to).mapToObj(offset -> row(topic, partition, offset)).toList();
    return spark.createDataFrame(rows, RawSchema.RECORD);
  }

  private static Row row(String topic, int partition, long offset) {
    byte[] bytes = (topic + offset).getBytes(StandardCharsets.UTF_8);
    return RowFactory.create(
        topic,
        partition,
        offset,
        Timestamp.from(Instant.ofEpochSecond(1_700_000_000 + offset)),
        0,
        bytes,
        bytes,
        null);
  }
}
