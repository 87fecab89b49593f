package io.assay.lake;

import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The columns of the raw table, and those of a record wherever it comes from. */
public final class RawSchema {
  /** When the record was landed. */
  public static final String LANDED_AT = "landed_at";

  /** The day of {@link #LANDED_AT} in UTC; the table is partitioned by it. */
  public static final String LANDED_DATE = "landed_date";

  /** A record as refine takes it, from the raw table, from Kafka, or held. */
  public static final StructType RECORD =
      new StructType()
          .add("topic", StringType)
          .add("partition", IntegerType)
          .add("offset", LongType)
          .add("timestamp", TimestampType)
          .add("timestamp_type", IntegerType)
          .add("key", BinaryType)
          .add("value", BinaryType)
          .add(
              "headers",
              DataTypes.createArrayType(
                  new StructType().add("key", StringType).add("value", BinaryType)));

  /** The whole raw table. */
  static final StructType TABLE = RECORD.add(LANDED_AT, TimestampType).add(LANDED_DATE, DateType);

  private RawSchema() {}
}
