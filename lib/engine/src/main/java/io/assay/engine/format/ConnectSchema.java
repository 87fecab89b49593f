package io.assay.engine.format;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.assay.engine.decode.Undecodable;
import io.assay.engine.format.LogicalValue.Plain;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The schema that Kafka Connect's JSON converter puts around a payload, as far as values need it:
 * which of them are logical types. What it does not describe is copied as it is. Immutable.
 *
 * @see <a
 *     href="https://kafka.apache.org/40/javadoc/org/apache/kafka/connect/data/Schema.html">Connect's
 *     schemas</a>
 */
final class ConnectSchema {
  /** Describes nothing. */
  static final ConnectSchema NONE = new ConnectSchema(null);

  private final String name;
  private final Optional<LogicalValue> logical;
  private final Map<String, ConnectSchema> fields = new HashMap<>();
  private final ConnectSchema elements;

  private ConnectSchema(JsonNode schema) {
    this.name = schema == null ? null : schema.path("name").asText(null);
    this.logical =
        ConnectTypes.of(
            name,
            parameter ->
                schema == null ? null : schema.path("parameters").path(parameter).asText(null));
    if (schema == null) {
      this.elements = null;
      return;
    }
    for (JsonNode field : schema.path("fields")) {
      if (field.hasNonNull("field")) {
        fields.put(field.get("field").asText(), new ConnectSchema(field));
      }
    }
    JsonNode inner = schema.has("items") ? schema.get("items") : schema.get("values");
    this.elements = inner != null && inner.isObject() ? new ConnectSchema(inner) : NONE;
  }

  /** The schema that a JSON object describes. */
  static ConnectSchema of(JsonNode schema) {
    return new ConnectSchema(schema);
  }

  /** The schema of a field of a structure. */
  ConnectSchema field(String field) {
    return fields.getOrDefault(field, NONE);
  }

  /** Copies the value that the parser stands at, with its logical types as the texts they mean. */
  void copy(JsonParser in, JsonGenerator out) throws IOException, Undecodable {
    JsonToken token = in.currentToken();
    switch (token) {
      case START_OBJECT -> copyObject(in, out);
      case START_ARRAY -> {
        out.writeStartArray();
        while (in.nextToken() != JsonToken.END_ARRAY) {
          elements().copy(in, out);
        }
        out.writeEndArray();
      }
      case VALUE_STRING -> copyText(in.getText(), out);
      case VALUE_NUMBER_INT -> {
        if (is(Plain.WHOLE_NUMBER)) {
          logical.get().write(in.getLongValue(), out);
        } else {
          out.writeNumber(in.getText());
        }
      }
      case VALUE_NUMBER_FLOAT -> out.writeNumber(in.getText());
      default -> out.copyCurrentEvent(in);
    }
  }

  private void copyObject(JsonParser in, JsonGenerator out) throws IOException, Undecodable {
    if (ConnectTypes.VARIABLE_DECIMAL.equals(name)) {
      copyVariableDecimal(in, out);
      return;
    }
    out.writeStartObject();
    for (String member = in.nextFieldName(); member != null; member = in.nextFieldName()) {
      in.nextToken();
      out.writeFieldName(member);
      (fields.isEmpty() ? elements() : field(member)).copy(in, out);
    }
    out.writeEndObject();
  }

  private static void copyVariableDecimal(JsonParser in, JsonGenerator out)
      throws IOException, Undecodable {
    int scale = 0;
    String value = "";
    for (String member = in.nextFieldName(); member != null; member = in.nextFieldName()) {
      in.nextToken();
      if (member.equals("scale")) {
        scale = in.getIntValue();
      } else if (member.equals("value")) {
        value = in.getText();
      }
      in.skipChildren();
    }
    LogicalValues.writeDecimal(bytes(value), scale, out);
  }

  private void copyText(String text, JsonGenerator out) throws IOException, Undecodable {
    if (is(Plain.BYTES)) {
      logical.get().write(bytes(text), out);
    } else if (is(Plain.TEXT)) {
      logical.get().write(text, out);
    } else {
      out.writeString(text);
    }
  }

  private static byte[] bytes(String base64) throws Undecodable {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new Undecodable("bytes of the payload are no Base64: " + e.getMessage());
    }
  }

  private boolean is(Plain plain) {
    return logical.isPresent() && logical.get().plain() == plain;
  }

  private ConnectSchema elements() {
    return elements == null ? NONE : elements;
  }
}
