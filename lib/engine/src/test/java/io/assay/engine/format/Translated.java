package io.assay.engine.format;

import io.assay.model.Format;
import io.assay.model.Source;
import io.assay.model.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;

/** What becomes of bytes, in plain types. */
record Translated(InternalRow row) {
  static Translated value(Format format, byte[] bytes) {
    return of(translator(format, Format.Text.WHOLE), bytes, null);
  }

  static Translated value(Format format, String text) {
    return value(format, text.getBytes(StandardCharsets.UTF_8));
  }

  static Translated key(Format format, String text) {
    return of(translator(new Format.Json(), format), null, text.getBytes(StandardCharsets.UTF_8));
  }

  static Translated of(RecordTranslator translator, byte[] value, byte[] key) {
    return new Translated(translator.row(value, key));
  }

  static RecordTranslator translator(Format value, Format key) {
    return new RecordTranslator(
        new Source(new Topics.Named(List.of("t")), value, key, Source.NameMatching.EXACT),
        Optional.empty());
  }

  String json() {
    return row.isNullAt(0) ? null : new String(row.getBinary(0), StandardCharsets.UTF_8);
  }

  String fault() {
    return text(1);
  }

  String shown() {
    return text(2);
  }

  String operation() {
    return text(3);
  }

  boolean ignored() {
    return row.getBoolean(4);
  }

  Integer schemaId() {
    return row.isNullAt(5) ? null : row.getInt(5);
  }

  String keyJson() {
    return row.isNullAt(6) ? null : new String(row.getBinary(6), StandardCharsets.UTF_8);
  }

  String keyFault() {
    return text(7);
  }

  private String text(int position) {
    return row.isNullAt(position) ? null : row.getUTF8String(position).toString();
  }
}
