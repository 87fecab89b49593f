package io.assay.feed.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.assay.feed.OutgoingHeader;
import io.assay.feed.OutgoingRecord;
import io.assay.feed.files.JsonFile.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The JSON objects of a file as records, to the letter, each with headers that say which file, row
 * and line it comes from.
 */
public final class JsonRecords implements FileRecords {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private final JsonFile file;
  private final String topic;
  private final Optional<String> key;

  private JsonRecords(JsonFile file, String topic, Optional<String> key) {
    this.file = file;
    this.topic = topic;
    this.key = key;
  }

  /**
   * Whether the file's name says that it holds JSON: {@code .json}, {@code .jsonl}, {@code
   * .ndjson}.
   */
  public static boolean areIn(Path file) {
    return JsonFile.isOne(file);
  }

  /**
   * Reads the file.
   *
   * @param key the member, by a dotted path, whose text is the record's key; a record without it
   *     has no key
   * @param each the members that lead to the array of records, separated by dots; empty where the
   *     array is the whole file
   * @throws io.assay.model.AssayException (USER) if the file is not as it should be
   */
  public static JsonRecords of(Path file, String topic, Optional<String> key, String each) {
    return new JsonRecords(JsonFile.of(file, each), topic, key);
  }

  @Override
  public String topic() {
    return topic;
  }

  @Override
  public void forEach(Consumer<OutgoingRecord> each) {
    long row = 1;
    for (Place place : file.records()) {
      each.accept(record(place, row++));
    }
  }

  @Override
  public String report() {
    return "%s: %,d records sent to %s (SHA-256 %s)"
        .formatted(file.file(), file.records().size(), topic, file.sha256());
  }

  private OutgoingRecord record(Place place, long row) {
    byte[] value = file.value(place);
    return new OutgoingRecord(
        topic,
        key.flatMap(path -> text(value, path))
            .map(text -> text.getBytes(StandardCharsets.UTF_8))
            .orElse(null),
        value,
        List.of(
            new OutgoingHeader(OutgoingHeader.FILE, file.name()),
            new OutgoingHeader(OutgoingHeader.ROW, Long.toString(row)),
            new OutgoingHeader(OutgoingHeader.LINE, Long.toString(place.line())),
            new OutgoingHeader(OutgoingHeader.SHA256, file.sha256())));
  }

  /**
   * The member's text; empty where there is none, or the line is no JSON: it is sent all the same.
   */
  private static Optional<String> text(byte[] value, String path) {
    try {
      JsonNode node = JSON.readTree(value);
      for (String name : path.split("\\.")) {
        node = node.path(name);
      }
      return node.isValueNode() && !node.isNull() ? Optional.of(node.asText()) : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e); // there is no I/O: the bytes are in memory
    }
  }
}
