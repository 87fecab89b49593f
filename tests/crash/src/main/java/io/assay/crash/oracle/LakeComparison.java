package io.assay.crash.oracle;

import io.assay.crash.oracle.RawHashes.Bytes;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The raw table of a pipeline beside what Kafka has, and silver beside what was accepted. */
record LakeComparison(SparkSession spark, String lake, Differences differences) {
  /** In so many pieces the rows come to us: fewer than there are files, which are small. */
  private static final int PIECES = 16;

  void compareSilver(String pipeline, String kind, Map<Integer, BitSet> expected) {
    String what = "silver of " + pipeline;
    Map<Integer, BitSet> missing = new TreeMap<>();
    expected.forEach((partition, offsets) -> missing.put(partition, (BitSet) offsets.clone()));
    Iterator<Row> rows =
        spark
            .read()
            .format("delta")
            .load(lake + "/silver/" + pipeline + "/" + kind)
            .select("assay_partition", "assay_offset")
            .coalesce(PIECES)
            .toLocalIterator();
    while (rows.hasNext()) {
      Row row = rows.next();
      int offset = Math.toIntExact(row.getLong(1));
      String record = "%s: %d/%d".formatted(what, row.getInt(0), offset);
      if (!expected.getOrDefault(row.getInt(0), new BitSet()).get(offset)) {
        differences.different(record + " must not be there");
      } else if (!missing.get(row.getInt(0)).get(offset)) {
        differences.duplicated(1, record + " is there again");
      } else {
        missing.get(row.getInt(0)).clear(offset);
      }
    }
    missing.forEach(
        (partition, offsets) ->
            offsets.stream()
                .forEach(
                    offset ->
                        differences.lost(
                            1, "%s: %d/%d is not there".formatted(what, partition, offset))));
  }

  void compareRaw(String pipeline, RawHashes expected) {
    String what = "raw table of " + pipeline;
    Iterator<Row> rows =
        spark
            .read()
            .format("delta")
            .load(lake + "/raw/" + pipeline)
            .select("partition", "offset", "timestamp", "timestamp_type", "key", "value", "headers")
            .coalesce(PIECES)
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
