package io.assay.engine.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.assay.model.Field;
import io.assay.model.Source.NameMatching;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Values that are one JSON object (RFC 8259, UTF-8; a byte order mark is passed over). Numbers and
 * nested values keep their text.
 */
final class JsonReader implements ValueReader {
  private final MemberTree tree;

  JsonReader(List<Field> fields, NameMatching matching) {
    this.tree = MemberTree.of(fields, matching);
  }

  @Override
  public void read(byte[] value, FieldTexts into) throws Undecodable {
    byte[] bytes = Json.text(value);
    try (JsonParser parser = Json.parser(bytes)) {
      JsonToken first = parser.nextToken();
      if (first != JsonToken.START_OBJECT) {
        throw new Undecodable("the value is no JSON object but " + kind(first));
      }
      new JsonPass(parser, bytes, tree, into).object();
      if (parser.nextToken() != null) {
        throw new Undecodable(
            "something follows the JSON object at byte "
                + parser.currentTokenLocation().getByteOffset());
      }
    } catch (JsonProcessingException e) {
      throw new Undecodable("the value is no JSON: " + Json.reason(e));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // there is no I/O: the bytes are in memory
    }
  }

  private static String kind(JsonToken token) {
    if (token == null) {
      return "white space only";
    }
    return switch (token) {
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a string";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      case VALUE_NULL -> "null";
      default -> "a boolean";
    };
  }
}
