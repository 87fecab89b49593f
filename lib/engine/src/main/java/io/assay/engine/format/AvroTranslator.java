package io.assay.engine.format;

import io.assay.engine.decode.Undecodable;
import io.assay.engine.registry.AvroSchemas;
import io.assay.engine.registry.RegisteredSchema;
import io.assay.engine.registry.SchemaRegistry;
import io.assay.model.Format.Avro;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * Avro data. In the registry's wire format each has the id of its own schema before it, and is
 * decoded with that one, whatever the newest is.
 *
 * @see <a
 *     href="https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/index.html#wire-format">the
 *     wire format</a>
 */
final class AvroTranslator implements ValueTranslator {
  private static final int HEAD = 1 + Integer.BYTES;
  private static final int MOST_KEPT = 1000;

  private final Optional<SchemaRegistry> registry;
  private final Optional<Schema> reader;
  private final Optional<AvroDatum> always;
  private final Map<Integer, AvroDatum> byId =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, AvroDatum> eldest) {
          return size() > MOST_KEPT;
        }
      };

  /**
   * A translator.
   *
   * @param where the group of the pipeline, for messages
   * @param registry present where the format asks for it
   * @throws io.assay.model.AssayException (USER) if a schema of the pipeline is none
   */
  AvroTranslator(String where, Avro format, Optional<SchemaRegistry> registry) {
    this.registry = registry;
    this.reader =
        format.reader() instanceof Avro.Reader.Given given
            ? Optional.of(AvroSchemas.ofPipeline(where + ".reader-schema", given.schema()))
            : Optional.empty();
    if (format.writer() instanceof Avro.Writer.Given given) {
      Schema writer = AvroSchemas.ofPipeline(where + ".schema", given.schema());
      this.always = Optional.of(new AvroDatum(writer, reader.orElse(writer)));
    } else {
      this.always = Optional.empty();
    }
  }

  @Override
  public void translate(byte[] bytes, Translation into) throws Undecodable {
    into.json(
        always.isPresent()
            ? always.get().json(bytes, 0)
            : datum(id(bytes, into)).json(bytes, HEAD));
  }

  private static int id(byte[] bytes, Translation into) throws Undecodable {
    if (bytes[0] != 0) {
      throw new Undecodable(
          String.format(
              "the value is not in the wire format of a registry: its first byte is 0x%02x, not"
                  + " 0x00",
              bytes[0]));
    }
    if (bytes.length < HEAD) {
      throw new Undecodable(
          "the value has " + bytes.length + " bytes, too few for the id of a schema");
    }
    int id = ByteBuffer.wrap(bytes).getInt(1);
    into.schemaId(id);
    return id;
  }

  private AvroDatum datum(int id) throws Undecodable {
    synchronized (byId) {
      AvroDatum known = byId.get(id);
      if (known != null) {
        return known;
      }
    }
    RegisteredSchema registered = registry.orElseThrow().schema(id);
    if (registered instanceof RegisteredSchema.Unusable unusable) {
      throw new Undecodable(unusable.reason());
    }
    Schema writer = ((RegisteredSchema.Found) registered).schema();
    AvroDatum datum = new AvroDatum(writer, reader.orElse(writer));
    synchronized (byId) {
      byId.put(id, datum);
    }
    return datum;
  }
}
