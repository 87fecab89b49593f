package io.assay.admin;

import static org.apache.spark.sql.functions.col;

import io.assay.lake.RawTable;
import io.assay.model.Pipeline;
import io.assay.model.RecordKind;
import io.assay.postgres.Coordinates;
import io.assay.runtime.option.Parameter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A record as the raw table has it. */
final class RawRecordText {
  /** Shows bytes that hold masked fields. */
  static final Parameter<Boolean> REVEAL =
      Parameter.flag("reveal", "show the bytes although fields of the record's kind are masked");

  private static final int MOST_BYTES = 600;

  private final SparkSession session;
  private final String rawPath;
  private final Bytes shown;

  /**
   * For the raw table of a pipeline.
   *
   * @param shown whether keys, values and headers are shown
   */
  RawRecordText(SparkSession session, String rawPath, Bytes shown) {
    this.session = session;
    this.rawPath = rawPath;
    this.shown = shown;
  }

  /** Whether the bytes of a record are shown. */
  enum Bytes {
    SHOWN,
    CONCEALED;

    /**
     * Bytes that hold masked fields are shown to those who ask for them.
     *
     * @param revealed whether they do
     * @param kind the kind of the record, if it is known
     */
    static Bytes of(boolean revealed, Pipeline pipeline, Optional<String> kind) {
      boolean masks =
          pipeline.records().stream()
              .filter(each -> kind.isEmpty() || kind.get().equals(each.name()))
              .anyMatch(RecordKind::masks);
      return masks && !revealed ? CONCEALED : SHOWN;
    }
  }

  /** Coordinates, key, value and headers, a line each. */
  String of(Coordinates record) {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "from the record",
        "topic %s, partition %d, offset %d"
            .formatted(record.topic(), record.partition(), record.offset()));
    Optional<Row> found = find(record);
    if (found.isEmpty()) {
      line(
          text,
          "raw bytes",
          "not in the raw table " + rawPath + " (not landed, or removed by retention)");
      return text.toString();
    }
    Row raw = found.get();
    line(text, "landed at", raw.<Timestamp>getAs("landed_at").toInstant().toString());
    line(text, "Kafka key", bytes(raw.getAs("key")));
    line(text, "raw bytes", bytes(raw.getAs("value")));
    List<Row> headers = raw.getList(raw.fieldIndex("headers"));
    for (Row header : headers == null ? List.<Row>of() : headers) {
      line(text, "header " + header.getString(0), bytes(header.getAs(1)));
    }
    return text.toString();
  }

  private String bytes(byte[] bytes) {
    return shown == Bytes.SHOWN || bytes == null
        ? shown(bytes)
        : "(%,d bytes, not shown: fields of the kind are masked; --reveal shows them)"
            .formatted(bytes.length);
  }

  static void line(StringBuilder text, String name, String value) {
    text.append("  %-26s %s%n".formatted(Printable.of(name), Printable.of(value)));
  }

  private Optional<Row> find(Coordinates record) {
    return new RawTable(rawPath)
            .read(session)
            .filter(
                col("topic")
                    .equalTo(record.topic())
                    .and(col("partition").equalTo(record.partition()))
                    .and(col("offset").equalTo(record.offset())))
            .collectAsList()
            .stream()
            .findFirst();
  }

  /**
   * As text where it is UTF-8, as hexadecimal digits otherwise; at most {@link #MOST_BYTES} bytes.
   */
  static String shown(byte[] bytes) {
    if (bytes == null) {
      return "(null)";
    }
    String more = bytes.length > MOST_BYTES ? " … (" + bytes.length + " bytes)" : "";
    byte[] first = Arrays.copyOf(bytes, cut(bytes));
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(first)) + more;
    } catch (CharacterCodingException e) {
      return "0x" + HexFormat.of().formatHex(first) + more;
    }
  }

  /** How many bytes to show: not so that a character of UTF-8 is cut in two. */
  private static int cut(byte[] bytes) {
    int end = Math.min(bytes.length, MOST_BYTES);
    while (end < bytes.length && end > MOST_BYTES - 4 && (bytes[end] & 0xc0) == 0x80) {
      end--;
    }
    return end;
  }
}
