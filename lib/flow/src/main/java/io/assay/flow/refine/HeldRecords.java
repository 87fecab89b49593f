package io.assay.flow.refine;

import io.assay.engine.record.RawRecord;
import io.assay.postgres.HeldRecord;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/** Held records in the shape of {@link RawRecord}, to be refined like any others. */
final class HeldRecords {
  private HeldRecords() {}

  static Dataset<Row> dataset(SparkSession session, List<HeldRecord> held) {
    return session.createDataFrame(held.stream().map(HeldRecords::row).toList(), RawRecord.SCHEMA);
  }

  private static Row row(HeldRecord held) {
    List<Row> headers = new ArrayList<>();
    for (int i = 0; i < held.headerKeys().size(); i++) {
      headers.add(RowFactory.create(held.headerKeys().get(i), held.headerValues().get(i)));
    }
    return RowFactory.create(
        held.coordinates().topic(),
        held.coordinates().partition(),
        held.coordinates().offset(),
        timestamp(held.coordinates().timestampMicros()),
        held.timestampType(),
        held.key(),
        held.value(),
        headers);
  }

  private static Timestamp timestamp(long micros) {
    return Timestamp.from(
        Instant.ofEpochSecond(
            Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000));
  }
}
