package io.assay.engine.format;

import com.fasterxml.jackson.core.JsonGenerator;
import io.assay.engine.decode.Undecodable;
import java.io.IOException;

/**
 * A type that stands for more than its bytes: how its plain value is written as the text that
 * people and our types know.
 *
 * @param plain what it is written as
 * @param writer gets a {@code Long}, a {@code byte[]} or a {@code String}
 */
record LogicalValue(Plain plain, Writer writer) {

  /** What a value is written as. */
  enum Plain {
    WHOLE_NUMBER,
    BYTES,
    TEXT
  }

  /** Writes a value. */
  interface Writer {
    void write(Object value, JsonGenerator out) throws IOException, Undecodable;
  }

  void write(Object value, JsonGenerator out) throws IOException, Undecodable {
    writer.write(value, out);
  }
}
