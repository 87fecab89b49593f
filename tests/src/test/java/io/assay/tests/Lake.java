package io.assay.tests;

import io.assay.tests.oracle.Coordinates;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Reads the tables of a lake with a Spark of its own. */
final class Lake {
  private static final SparkSession SPARK =
      SparkSession.builder()
          .master("local[2]")
          .appName("assay-tests")
          .config("spark.driver.host", "127.0.0.1")
          .config("spark.driver.bindAddress", "127.0.0.1")
          .config("spark.ui.enabled", "false")
          .config(
              "spark.sql.warehouse.dir",
              Repository.root().resolve("tests/target/spark-warehouse").toString())
          .config("spark.sql.shuffle.partitions", "2")
          .config("spark.sql.session.timeZone", "UTC")
          .config("spark.databricks.delta.snapshotPartitions", "2")
          .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
          .config(
              "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
          .getOrCreate();

  private final String root;

  Lake(Path root) {
    this(root.toString());
  }

  /** Reads a lake at a Hadoop path. */
  Lake(String root) {
    this.root = root;
  }

  /** The raw records of a pipeline, each as one line that shows every byte; sorted. */
  List<String> raw(String pipeline) {
    return rows(root + "/raw/" + pipeline).stream().map(Lake::line).sorted().toList();
  }

  /** A record of Kafka, as the same line. */
  static String line(ConsumerRecord<byte[], byte[]> record) {
    StringJoiner line = new StringJoiner(" ");
    line.add(record.topic() + "/" + record.partition() + "/" + record.offset());
    line.add(record.timestamp() + "/" + record.timestampType().id);
    line.add(hex(record.key())).add(hex(record.value()));
    for (Header header : record.headers()) {
      line.add(header.key() + "=" + hex(header.value()));
    }
    return line.toString();
  }

  /** The value of a record of which this is the line. */
  static String value(String line) {
    String hex = line.split(" ", -1)[3];
    return new String(HexFormat.of().parseHex(hex.replace("'", "")), StandardCharsets.UTF_8);
  }

  /** The coordinates of the rows in the silver table of a kind of record; sorted. */
  List<Coordinates> silver(String pipeline, String kind) {
    return rows(root + "/silver/" + pipeline + "/" + kind).stream()
        .map(
            row ->
                new Coordinates(
                    row.getAs("assay_topic"),
                    row.getAs("assay_partition"),
                    row.getAs("assay_offset")))
        .sorted()
        .toList();
  }

  private static List<Row> rows(String table) {
    return SPARK.read().format("delta").load(table).collectAsList();
  }

  private static String line(Row row) {
    StringJoiner line = new StringJoiner(" ");
    line.add(row.getAs("topic") + "/" + row.getAs("partition") + "/" + row.getAs("offset"));
    line.add(row.<Timestamp>getAs("timestamp").getTime() + "/" + row.getAs("timestamp_type"));
    line.add(hex(row.getAs("key"))).add(hex(row.getAs("value")));
    List<Row> headers = row.getList(row.fieldIndex("headers"));
    for (Row header : headers == null ? new ArrayList<Row>() : headers) {
      line.add(header.getString(0) + "=" + hex(header.getAs(1)));
    }
    return line.toString();
  }

  private static String hex(byte[] bytes) {
    return bytes == null ? "null" : "'" + HexFormat.of().formatHex(bytes) + "'";
  }
}
