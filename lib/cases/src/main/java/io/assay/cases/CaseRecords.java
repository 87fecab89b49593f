package io.assay.cases;

import io.assay.engine.record.RawRecord;
import io.assay.model.cases.CaseRecord;
import java.sql.Timestamp;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/** The records of a case in the shape of {@link RawRecord}. */
final class CaseRecords {
  private CaseRecords() {}

  static Dataset<Row> dataset(SparkSession session, List<CaseRecord> records) {
    return session.createDataFrame(
        records.stream().map(CaseRecords::row).toList(), RawRecord.SCHEMA);
  }

  private static Row row(CaseRecord record) {
    List<Row> headers =
        record.headers().stream()
            .map(header -> RowFactory.create(header.getKey(), header.getValue()))
            .toList();
    return RowFactory.create(
        record.place().topic(),
        record.place().partition(),
        record.place().offset(),
        Timestamp.from(record.timestamp()),
        0,
        record.key().orElse(null),
        record.value().orElse(null),
        headers);
  }
}
