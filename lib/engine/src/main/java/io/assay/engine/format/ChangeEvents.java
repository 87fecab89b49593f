package io.assay.engine.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.assay.engine.decode.Json;
import io.assay.engine.decode.Undecodable;
import io.assay.engine.format.ConnectEnvelope.Payload;
import io.assay.engine.format.JsonMembers.Place;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Change events of Debezium. The members are the row's columns, and beside them {@code _op}, {@code
 * _ts_ms}, {@code _before} and {@code _source}. Transaction metadata, logical decoding messages,
 * heartbeats and changes of a table's schema, which connectors send to topics of their own, are
 * ignored. An event that lacks an unchanged value is refused.
 *
 * @see <a
 *     href="https://debezium.io/documentation/reference/stable/connectors/postgresql.html#postgresql-events">the
 *     events</a>
 */
final class ChangeEvents implements ValueTranslator {
  private static final String DELETE = "d";
  private static final String TRUNCATE = "t";
  private static final String MESSAGE = "m";
  private static final Set<String> WITH_ROW = Set.of("c", "r", "u");

  private final ConnectEnvelope envelope = new ConnectEnvelope();
  private final Optional<ValueTranslator> binary;

  private ChangeEvents(Optional<ValueTranslator> binary) {
    this.binary = binary;
  }

  /** Events in JSON, with or without the schema around them. */
  static ChangeEvents json() {
    return new ChangeEvents(Optional.empty());
  }

  /** Events in a binary format, which something else turns into JSON. */
  static ChangeEvents of(ValueTranslator binary) {
    return new ChangeEvents(Optional.of(binary));
  }

  @Override
  public void translate(byte[] bytes, Translation into) throws Undecodable {
    byte[] json = bytes;
    if (binary.isPresent()) {
      binary.get().translate(bytes, into);
      json = into.json();
      into.json(null);
    }
    translate(envelope.open(json), into);
  }

  private static void translate(Payload payload, Translation into) throws Undecodable {
    if (payload.value().token() != JsonToken.START_OBJECT) {
      throw new Undecodable("the payload is no object");
    }
    JsonMembers event = JsonMembers.of(payload.bytes(), payload.value());
    Optional<String> operation = event.text("op");
    if (operation.isEmpty()
        ? isTransaction(event) || isHeartbeat(event) || isSchemaChange(event)
        : operation.get().equals(MESSAGE)) {
      into.ignore();
      return;
    }
    if (operation.isEmpty()) {
      throw new Undecodable("the value is no change event: it has neither op nor status");
    }
    into.operation(operation.get());
    into.json(flat(event, operation.get(), payload.schema()));
  }

  /** The beginning or the end of a transaction, on the topic of its own. */
  private static boolean isTransaction(JsonMembers event) throws Undecodable {
    return event.has("id")
        && event
            .text("status")
            .filter(status -> List.of("BEGIN", "END").contains(status))
            .isPresent();
  }

  /** A sign of life: nothing but times. */
  private static boolean isHeartbeat(JsonMembers event) throws Undecodable {
    return event.has("ts_ms")
        && Stream.of("before", "after", "source", "id", "status").noneMatch(event::has);
  }

  /** What a connector without logical decoding tells about tables. */
  private static boolean isSchemaChange(JsonMembers event) throws Undecodable {
    return event.has("source")
        && event.has("databaseName")
        && (event.has("ddl") || event.has("tableChanges"));
  }

  private static byte[] flat(JsonMembers event, String operation, ConnectSchema schema)
      throws Undecodable {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    out.write('{');
    Optional<Place> row = row(event, operation);
    if (row.isPresent()) {
      Unavailable.refuse(event.bytes(), row.get());
      String side = operation.equals(DELETE) ? "before" : "after";
      byte[] columns = inside(copy(event, row.get(), schema.field(side)));
      out.writeBytes(columns);
      if (columns.length > 0) {
        out.write(',');
      }
    }
    member("_op", event.bytes(), event.get("op"), out);
    out.write(',');
    member("_ts_ms", event.bytes(), event.get("ts_ms"), out);
    out.write(',');
    member("_source", event.bytes(), event.get("source"), out);
    Optional<Place> before = event.get("before");
    if (before.isPresent()) {
      out.write(',');
      byte[] copied = copy(event, before.get(), schema.field("before"));
      member(
          "_before", copied, Optional.of(new Place(JsonToken.START_OBJECT, 0, copied.length)), out);
    }
    out.write('}');
    return out.toByteArray();
  }

  /** The row that the event is about. */
  private static Optional<Place> row(JsonMembers event, String operation) throws Undecodable {
    if (operation.equals(TRUNCATE)) {
      return Optional.empty();
    }
    if (operation.equals(DELETE)) {
      return object(event, "before");
    }
    if (!WITH_ROW.contains(operation)) {
      throw new Undecodable("op is '" + operation + "', none of c, r, u, d, t and m");
    }
    Optional<Place> after = object(event, "after");
    if (after.isEmpty()) {
      throw new Undecodable("op is '" + operation + "', but after is null");
    }
    return after;
  }

  private static Optional<Place> object(JsonMembers event, String side) throws Undecodable {
    Optional<Place> place = event.get(side);
    if (place.isPresent() && place.get().token() != JsonToken.START_OBJECT) {
      throw new Undecodable(side + " is no object");
    }
    return place;
  }

  private static byte[] copy(JsonMembers event, Place place, ConnectSchema schema)
      throws Undecodable {
    if (schema == ConnectSchema.NONE) {
      return Arrays.copyOfRange(event.bytes(), place.start(), place.end());
    }
    return JsonOutput.of(
        out -> {
          try (JsonParser in = Json.parser(event.bytes(), place.start(), place.length())) {
            in.nextToken();
            schema.copy(in, out);
          }
        });
  }

  /** What stands between the braces. */
  private static byte[] inside(byte[] object) {
    byte[] inside = Arrays.copyOfRange(object, 1, object.length - 1);
    for (byte each : inside) {
      if (each > ' ') {
        return inside;
      }
    }
    return new byte[0];
  }

  private static void member(
      String name, byte[] bytes, Optional<Place> place, ByteArrayOutputStream out) {
    out.writeBytes(("\"" + name + "\":").getBytes(StandardCharsets.UTF_8));
    if (place.isPresent()) {
      out.write(bytes, place.get().start(), place.get().length());
    } else {
      out.writeBytes("null".getBytes(StandardCharsets.UTF_8));
    }
  }
}
