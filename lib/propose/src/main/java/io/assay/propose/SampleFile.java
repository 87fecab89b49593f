package io.assay.propose;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.assay.model.AssayException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads samples: JSON objects one by one, one per line, or in an array. Thread-safe. */
public final class SampleFile {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
          .build();

  private SampleFile() {}

  /**
   * One record.
   *
   * @return empty if the value is neither a JSON object nor null
   */
  public static Optional<SampleRecord> read(byte[] key, byte[] value) {
    Optional<String> keyText =
        Optional.ofNullable(key).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    if (value == null) {
      return Optional.of(new SampleRecord(keyText, Optional.empty()));
    }
    return object(new String(value, StandardCharsets.UTF_8))
        .map(node -> new SampleRecord(keyText, Optional.of(node)));
  }

  /**
   * The records of a file: a JSON array of objects, one object, or one object on each line.
   *
   * @param topic for the sample
   * @param origin for messages
   * @param each the members that lead to the array of records, separated by dots; empty where the
   *     array is the whole file
   * @throws AssayException (USER) if there is no JSON object in it
   */
  public static Sample read(String topic, String origin, String text, String each) {
    List<SampleRecord> records = new ArrayList<>();
    int unreadable = 0;
    for (Optional<JsonNode> value : values(withoutMark(text), each)) {
      if (value.isPresent()) {
        records.add(new SampleRecord(Optional.empty(), value));
      } else {
        unreadable++;
      }
    }
    if (records.isEmpty()) {
      throw new AssayException(
          AssayException.Kind.USER,
          "Nothing to propose from: %s holds no JSON object. A sample is a JSON array of objects, or one object on each line."
              .formatted(origin));
    }
    return new Sample(topic, origin, records, unreadable);
  }

  private static List<Optional<JsonNode>> values(String text, String each) {
    List<Optional<JsonNode>> values = new ArrayList<>();
    Optional<JsonNode> whole = parse(text).map(node -> inside(node, each));
    if (whole.filter(JsonNode::isArray).isPresent()) {
      whole.get().forEach(element -> values.add(Optional.of(element).filter(JsonNode::isObject)));
    } else if (whole.isPresent()) {
      values.add(whole.filter(JsonNode::isObject));
    } else {
      text.lines().filter(line -> !line.isBlank()).forEach(line -> values.add(object(line)));
    }
    return values;
  }

  private static JsonNode inside(JsonNode node, String path) {
    JsonNode inside = node;
    for (String name : path.isEmpty() ? new String[0] : path.split("\\.")) {
      inside = inside.path(name);
    }
    return inside;
  }

  static Optional<JsonNode> object(String text) {
    return parse(withoutMark(text)).filter(JsonNode::isObject);
  }

  private static Optional<JsonNode> parse(String text) {
    try {
      return Optional.ofNullable(JSON.readTree(text)).filter(node -> !node.isMissingNode());
    } catch (JsonProcessingException e) {
      return Optional.empty(); // counted as unreadable
    }
  }

  private static String withoutMark(String text) {
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }
}
