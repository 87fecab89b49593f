package io.assay.feed.generate;

import io.assay.feed.JsonWriter;
import io.assay.feed.OutgoingHeader;
import io.assay.feed.OutgoingRecord;
import io.assay.model.AssayException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A file with one JSON object per record: {@code topic}, {@code key}, {@code value} as text (or
 * {@code value_base64}, if it is not UTF-8), {@code headers} and {@code class}. For one thread.
 */
public final class RecordFile implements AutoCloseable {
  private final Path file;
  private final BufferedWriter writer;

  private RecordFile(Path file, BufferedWriter writer) {
    this.file = file;
    this.writer = writer;
  }

  /** Makes the file, or empties it. */
  public static RecordFile create(Path file) {
    try {
      return new RecordFile(file, Files.newBufferedWriter(file));
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  /** Adds a record. */
  public void write(GeneratedRecord generated) {
    OutgoingRecord record = generated.record();
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("topic", record.topic());
    members.put(
        "key", record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8));
    putValue(record.value(), members);
    Map<String, String> headers = new LinkedHashMap<>();
    for (OutgoingHeader header : record.headers()) {
      headers.put(header.name(), header.value());
    }
    members.put("headers", headers);
    members.put("class", generated.recordClass().label());
    try {
      writer.write(JsonWriter.text(members));
      writer.write('\n');
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  private static void putValue(byte[] value, Map<String, Object> members) {
    if (value == null) {
      members.put("value", null);
      return;
    }
    try {
      members.put(
          "value", StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString());
    } catch (CharacterCodingException e) {
      members.put("value_base64", Base64.getEncoder().encodeToString(value));
    }
  }

  @Override
  public void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  private static AssayException failure(Path file, IOException cause) {
    return new AssayException(
        AssayException.Kind.EXTERNAL,
        "Cannot write the file " + file + ": " + cause.getMessage(),
        cause);
  }
}
