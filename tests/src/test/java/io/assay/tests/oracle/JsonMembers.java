package io.assay.tests.oracle;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The members of a value that is one JSON object, under relaxed names, as text. */
final class JsonMembers {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private JsonMembers() {}

  /** The members; empty if the value does not decode. Null members are left out. */
  static Optional<Map<String, String>> of(byte[] value) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
      try (JsonParser parser = MAPPER.createParser(text)) {
        return parser.nextToken() == JsonToken.START_OBJECT ? members(parser) : Optional.empty();
      }
    } catch (IOException e) {
      return Optional.empty(); // which is the answer: it does not decode
    }
  }

  private static Optional<Map<String, String>> members(JsonParser parser) throws IOException {
    Map<String, JsonNode> members = new HashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = relaxed(parser.currentName());
      parser.nextToken();
      if (members.put(name, MAPPER.readTree(parser)) != null) {
        return Optional.empty();
      }
    }
    if (parser.nextToken() != null) {
      return Optional.empty();
    }
    Map<String, String> texts = new HashMap<>();
    members.forEach(
        (name, node) -> {
          if (!node.isNull()) {
            texts.put(name, node.isValueNode() ? node.asText() : node.toString());
          }
        });
    return Optional.of(texts);
  }

  private static String relaxed(String name) {
    return name.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
  }
}
