package io.assay.crash.oracle;

import io.assay.crash.oracle.RawHashes.Bytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The raw table of a pipeline beside what Kafka has. */
record LakeComparison(SparkSession spark, Path lake, Differences differences) {

  void compare(String pipeline, RawHashes expected) {
    String what = "raw table of " + pipeline;
    Iterator<Row> rows =
        spark
            .read()
            .format("delta")
            .load(lake.resolve("raw").resolve(pipeline).toString())
            .select("partition", "offset", "timestamp", "timestamp_type", "key", "value", "headers")
            .toLocalIterator();
    while (rows.hasNext()) {
      Row row = rows.next();
      Timestamp timestamp = row.getAs(2);
      Bytes bytes =
          new Bytes()
              .add(timestamp.getTime())
              .add(row.getInt(3))
              .add((byte[]) row.getAs(4))
              .add((byte[]) row.getAs(5));
      List<Row> headers = row.getList(6);
      for (Row header : headers) {
        bytes
            .add(header.getString(0).getBytes(StandardCharsets.UTF_8))
            .add((byte[]) header.getAs(1));
      }
      expected.found(row.getInt(0), row.getLong(1), bytes.hash(), differences, what);
    }
    expected.finish(differences, what);
  }
}
