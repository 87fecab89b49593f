package io.assay.admin;

import static org.apache.spark.sql.functions.col;

import io.assay.lake.RawTable;
import io.assay.postgres.report.RowOrigin;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * From a row of a table to the bytes it came from: stamps, batch, run and version from the ledger,
 * the record from the raw table.
 */
final class RowTrace {
  private static final int MOST_BYTES = 600;

  private RowTrace() {}

  static String text(SparkSession session, RowOrigin origin, String rawPath) {
    StringBuilder text = new StringBuilder("\nOne row, traced back to its bytes\n\n");
    line(text, "row of " + origin.table(), origin.row());
    line(
        text,
        "came with batch",
        "%d, committed %s by run %s (pipeline version %s, suite %s)"
            .formatted(
                origin.batch(),
                origin.committedAt(),
                origin.run(),
                origin.pipelineVersion(),
                origin.suiteVersion()));
    line(
        text,
        "from the record",
        "topic %s, partition %d, offset %d"
            .formatted(origin.topic(), origin.partition(), origin.offset()));
    Optional<Row> raw = raw(session, origin, rawPath);
    if (raw.isEmpty()) {
      line(
          text,
          "raw bytes",
          "not in the raw table " + rawPath + " (not landed, or removed by retention)");
      return text.toString();
    }
    Row record = raw.get();
    line(text, "landed at", record.getAs("landed_at").toString());
    line(text, "Kafka key", shown(record.getAs("key")));
    line(text, "raw bytes", shown(record.getAs("value")));
    List<Row> headers = record.getList(record.fieldIndex("headers"));
    for (Row header : headers == null ? List.<Row>of() : headers) {
      line(text, "header " + header.getString(0), shown(header.getAs(1)));
    }
    return text.toString();
  }

  private static Optional<Row> raw(SparkSession session, RowOrigin origin, String rawPath) {
    return new RawTable(rawPath)
            .read(session)
            .filter(
                col("topic")
                    .equalTo(origin.topic())
                    .and(col("partition").equalTo(origin.partition()))
                    .and(col("offset").equalTo(origin.offset())))
            .collectAsList()
            .stream()
            .findFirst();
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append("  %-26s %s%n".formatted(name, value));
  }

  /**
   * As text where it is UTF-8, as hexadecimal digits otherwise; at most {@link #MOST_BYTES} bytes.
   */
  private static String shown(byte[] bytes) {
    if (bytes == null) {
      return "(null)";
    }
    String more = bytes.length > MOST_BYTES ? " … (" + bytes.length + " bytes)" : "";
    byte[] first = java.util.Arrays.copyOf(bytes, Math.min(bytes.length, MOST_BYTES));
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(first)) + more;
    } catch (CharacterCodingException e) {
      return "0x" + HexFormat.of().formatHex(first) + more;
    }
  }
}
