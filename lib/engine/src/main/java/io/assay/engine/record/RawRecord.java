package io.assay.engine.record;

import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A record as Kafka gave it: {@code topic string, partition int, offset long, timestamp timestamp,
 * timestamp_type int, key binary, value binary, headers array<struct<key string, value binary>>}.
 * The raw table, Kafka and held records all have these columns.
 */
public final class RawRecord {
  public static final String TOPIC = "topic";
  public static final String PARTITION = "partition";
  public static final String OFFSET = "offset";
  public static final String TIMESTAMP = "timestamp";
  public static final String TIMESTAMP_TYPE = "timestamp_type";
  public static final String KEY = "key";
  public static final String VALUE = "value";
  public static final String HEADERS = "headers";

  public static final StructType SCHEMA =
      new StructType()
          .add(TOPIC, DataTypes.StringType, false)
          .add(PARTITION, DataTypes.IntegerType, false)
          .add(OFFSET, DataTypes.LongType, false)
          .add(TIMESTAMP, DataTypes.TimestampType, false)
          .add(TIMESTAMP_TYPE, DataTypes.IntegerType, false)
          .add(KEY, DataTypes.BinaryType, true)
          .add(VALUE, DataTypes.BinaryType, true)
          .add(
              HEADERS,
              DataTypes.createArrayType(
                  new StructType(
                      new StructField[] {
                        new StructField("key", DataTypes.StringType, true, Metadata.empty()),
                        new StructField("value", DataTypes.BinaryType, true, Metadata.empty())
                      })),
              true);

  private RawRecord() {}
}
