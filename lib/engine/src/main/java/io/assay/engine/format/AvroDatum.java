package io.assay.engine.format;

import io.assay.engine.decode.Undecodable;
import java.io.IOException;
import java.util.LinkedHashMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;

/** Turns data of one writer's schema into JSON, projected to a reader's schema. Thread-safe. */
final class AvroDatum {
  private final GenericDatumReader<Object> reader;
  private final AvroJson json;

  AvroDatum(Schema writer, Schema reader) {
    this.reader = new OrderedReader(writer, reader);
    this.json = new AvroJson(reader);
  }

  /**
   * The JSON object of a datum; one that is no record or map is the member {@code value}.
   *
   * @param start where the datum begins in the bytes; it is to end where they end
   */
  byte[] json(byte[] bytes, int start) throws Undecodable {
    try {
      BoundedDecoder decoder = new BoundedDecoder(bytes, start);
      Object datum = reader.read(null, decoder);
      if (decoder.remaining() > 0) {
        throw new Undecodable(decoder.remaining() + " bytes follow the Avro datum");
      }
      byte[] written = JsonOutput.of(out -> json.write(datum, out));
      return written[0] == '{' ? written : wrapped(written);
    } catch (IOException | RuntimeException e) { // the library meets bytes that nobody promised
      throw new Undecodable("the value is no datum of its Avro schema: " + reason(e));
    } catch (StackOverflowError e) {
      throw new Undecodable("the Avro datum is nested too deep");
    }
  }

  private static byte[] wrapped(byte[] json) throws Undecodable {
    return JsonOutput.of(
        out -> {
          out.writeStartObject();
          out.writeFieldName("value");
          out.writeRawValue(new String(json, java.nio.charset.StandardCharsets.UTF_8));
          out.writeEndObject();
        });
  }

  private static String reason(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /** Keeps the members of maps in the order in which they were written. */
  private static final class OrderedReader extends GenericDatumReader<Object> {
    OrderedReader(Schema writer, Schema reader) {
      super(writer, reader, new GenericData()); // without conversions
    }

    @Override
    protected Object newMap(Object old, int size) {
      return new LinkedHashMap<Object, Object>();
    }
  }
}
