package io.assay.engine.decode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;

/** A decoded record, in the types of Spark's public rows. */
record Decoded(Row row) {

  record Finding(String rule, String severity, String field, String value, String message) {}

  record Header(String name, byte[] value) {}

  static Decoded of(RecordDecoder decoder, String value) {
    return of(decoder, value.getBytes(StandardCharsets.UTF_8));
  }

  static Decoded of(RecordDecoder decoder, byte[] value) {
    return of(decoder, value, null, (ArrayData) null);
  }

  static Decoded of(RecordDecoder decoder, byte[] value, byte[] key, List<Header> headers) {
    Object[] rows =
        headers.stream()
            .map(
                header ->
                    new GenericInternalRow(
                        new Object[] {UTF8String.fromString(header.name()), header.value()}))
            .toArray();
    return of(decoder, value, key, new GenericArrayData(rows));
  }

  private static Decoded of(RecordDecoder decoder, byte[] value, byte[] key, ArrayData headers) {
    InternalRow row = decoder.row(value, key, headers);
    return new Decoded(
        (Row) CatalystTypeConverters.createToScalaConverter(decoder.schema()).apply(row));
  }

  Object value(String field) {
    // A row converted from the internal form knows its fields by position only unless it has a
    // schema.
    return row.get(row.fieldIndex(field));
  }

  List<?> others(String field) {
    List<?> others = row.getList(row.fieldIndex(field + RecordDecoder.ALSO));
    return others == null ? null : List.copyOf(others);
  }

  List<Finding> findings() {
    int position = row.fieldIndex(RecordDecoder.FINDINGS);
    if (row.isNullAt(position)) {
      return List.of();
    }
    List<Row> findings = row.getList(position);
    return findings.stream()
        .map(
            finding ->
                new Finding(
                    finding.getString(0),
                    finding.getString(1),
                    finding.getString(2),
                    finding.getString(3),
                    finding.getString(4)))
        .toList();
  }

  List<String> messages() {
    return findings().stream().map(Finding::message).toList();
  }

  boolean hasNoValues() {
    return Arrays.stream(row.schema().fieldNames())
        .filter(name -> !name.equals(RecordDecoder.FINDINGS))
        .allMatch(name -> row.isNullAt(row.fieldIndex(name)));
  }
}
