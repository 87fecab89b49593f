package io.assay.engine.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.assay.engine.decode.Json;
import io.assay.engine.decode.Undecodable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;

/** The members of a key as texts, for SQL: those of an object inside by a dotted path. */
final class KeyMembers {
  private final Map<String, String> texts = new LinkedHashMap<>();

  private KeyMembers() {}

  /** A map from names to texts, in Spark's internal representation. */
  static ArrayBasedMapData of(byte[] json) throws Undecodable {
    KeyMembers members = new KeyMembers();
    try (JsonParser parser = Json.parser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new Undecodable("the key is no JSON object");
      }
      members.object("", parser);
    } catch (JsonProcessingException e) {
      throw new Undecodable("the key is no JSON: " + Json.reason(e));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // there is no I/O: the bytes are in memory
    }
    return members.map();
  }

  private void object(String prefix, JsonParser parser) throws IOException {
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken token = parser.nextToken();
      if (token == JsonToken.START_OBJECT) {
        object(prefix + name + ".", parser);
      } else if (token == JsonToken.START_ARRAY) {
        parser.skipChildren(); // no member of a key that SQL could use
      } else if (token != JsonToken.VALUE_NULL) {
        texts.put(prefix + name, parser.getText());
      }
    }
  }

  private ArrayBasedMapData map() {
    return new ArrayBasedMapData(
        new GenericArrayData(texts.keySet().stream().map(UTF8String::fromString).toArray()),
        new GenericArrayData(texts.values().stream().map(UTF8String::fromString).toArray()));
  }
}
