package io.assay.engine.format;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.assay.engine.decode.Json;
import io.assay.engine.decode.Undecodable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes one JSON text into memory. */
final class JsonOutput {
  private JsonOutput() {}

  /** Something that writes a JSON text. */
  interface Writing {
    void write(JsonGenerator out) throws IOException, Undecodable;
  }

  /** The text, in UTF-8. */
  static byte[] of(Writing writing) throws Undecodable {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator out = Json.generator(bytes)) {
      writing.write(out);
    } catch (JsonProcessingException e) {
      throw new Undecodable("the value is no JSON: " + Json.reason(e));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // there is no I/O: it is written to memory
    }
    return bytes.toByteArray();
  }
}
