package io.assay.engine.format;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.assay.engine.decode.Json;
import io.assay.engine.decode.Undecodable;
import io.assay.engine.format.JsonMembers.Place;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What Kafka Connect's JSON converter writes: the value alone, or {@code {"schema": …, "payload":
 * …}}. Schemas that were seen are kept. Thread-safe.
 */
final class ConnectEnvelope {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int MOST_KEPT = 200;

  private final Map<ByteBuffer, ConnectSchema> schemas =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, ConnectSchema> eldest) {
          return size() > MOST_KEPT;
        }
      };

  /**
   * A value and the schema around it.
   *
   * @param bytes where the value stands
   * @param value may be null in JSON
   */
  record Payload(byte[] bytes, Place value, ConnectSchema schema) {}

  Payload open(byte[] text) throws Undecodable {
    byte[] bytes = Json.text(text);
    JsonMembers root = JsonMembers.of(bytes);
    if (!root.has("payload") || root.has("op") || root.has("before") || root.has("after")) {
      return new Payload(
          bytes, new Place(JsonToken.START_OBJECT, 0, bytes.length), ConnectSchema.NONE);
    }
    Optional<Place> schema =
        root.get("schema").filter(place -> place.token() == JsonToken.START_OBJECT);
    return new Payload(
        bytes,
        root.places().get("payload"),
        schema.isEmpty() ? ConnectSchema.NONE : schema(bytes, schema.get()));
  }

  private ConnectSchema schema(byte[] bytes, Place place) throws Undecodable {
    ByteBuffer text = ByteBuffer.wrap(bytes, place.start(), place.length());
    synchronized (schemas) {
      ConnectSchema known = schemas.get(text);
      if (known != null) {
        return known;
      }
    }
    try {
      JsonNode tree = MAPPER.readTree(bytes, place.start(), place.length());
      byte[] copy = new byte[place.length()];
      text.duplicate().get(copy);
      ConnectSchema schema = ConnectSchema.of(tree);
      synchronized (schemas) {
        schemas.put(ByteBuffer.wrap(copy), schema);
      }
      return schema;
    } catch (IOException e) {
      throw new Undecodable("the schema around the payload cannot be read: " + e.getMessage());
    }
  }
}
