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
import java.util.Optional;

/**
 * Where the members of a JSON object stand among the bytes.
 *
 * @param bytes all bytes
 * @param places by name
 */
record JsonMembers(byte[] bytes, Map<String, Place> places) {

  /**
   * A value among the bytes.
   *
   * @param token it begins with
   * @param start its first byte
   * @param end the byte behind it
   */
  record Place(JsonToken token, int start, int end) {
    int length() {
      return end - start;
    }
  }

  /** The members of the object that all the bytes are; they are checked to be JSON. */
  static JsonMembers of(byte[] bytes) throws Undecodable {
    return of(bytes, new Place(JsonToken.START_OBJECT, 0, bytes.length));
  }

  /** The members of an object that stands somewhere among the bytes. */
  static JsonMembers of(byte[] bytes, Place object) throws Undecodable {
    Map<String, Place> places = new LinkedHashMap<>();
    try (JsonParser parser = Json.parser(bytes, object.start(), object.length())) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new Undecodable("the value is no JSON object");
      }
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        JsonToken token = parser.nextToken();
        int start = object.start() + (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        int end = object.start() + (int) parser.currentLocation().getByteOffset();
        places.put(name, new Place(token, start, end));
      }
      if (parser.nextToken() != null) {
        throw new Undecodable("something follows the JSON object");
      }
    } catch (JsonProcessingException e) {
      throw new Undecodable("the value is no JSON: " + Json.reason(e));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // there is no I/O: the bytes are in memory
    }
    return new JsonMembers(bytes, places);
  }

  /** A member that is there and not null. */
  Optional<Place> get(String name) {
    return Optional.ofNullable(places.get(name))
        .filter(place -> place.token() != JsonToken.VALUE_NULL);
  }

  boolean has(String name) {
    return places.containsKey(name);
  }

  /** The text of a member that is a string. */
  Optional<String> text(String name) throws Undecodable {
    Optional<Place> place = get(name).filter(each -> each.token() == JsonToken.VALUE_STRING);
    if (place.isEmpty()) {
      return Optional.empty();
    }
    try (JsonParser parser = Json.parser(bytes, place.get().start(), place.get().length())) {
      parser.nextToken();
      return Optional.of(parser.getText());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // it has been read before
    }
  }
}
