package io.assay.engine.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.assay.engine.decode.Json;
import io.assay.engine.decode.Undecodable;
import io.assay.engine.format.ConnectEnvelope.Payload;

/** Keys of change events: an object of the key's columns, with or without the schema around it. */
final class ChangeEventKeys implements ValueTranslator {
  private final ConnectEnvelope envelope = new ConnectEnvelope();

  @Override
  public void translate(byte[] bytes, Translation into) throws Undecodable {
    Payload payload = envelope.open(bytes);
    boolean isObject = payload.value().token() == JsonToken.START_OBJECT;
    into.json(
        JsonOutput.of(
            out -> {
              try (JsonParser in =
                  Json.parser(payload.bytes(), payload.value().start(), payload.value().length())) {
                in.nextToken();
                if (!isObject) {
                  out.writeStartObject();
                  out.writeFieldName("value");
                }
                payload.schema().copy(in, out);
                if (!isObject) {
                  out.writeEndObject();
                }
              }
            }));
  }
}
