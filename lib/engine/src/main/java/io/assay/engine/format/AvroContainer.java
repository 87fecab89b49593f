package io.assay.engine.format;

import io.assay.engine.decode.Undecodable;
import io.assay.model.AssayException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;

/**
 * Avro container files: the schema, and data of it, here as the JSON that a pipeline makes of the
 * same data in a topic.
 *
 * @see <a
 *     href="https://avro.apache.org/docs/1.12.0/specification/#object-container-files">container
 *     files</a>
 */
public final class AvroContainer {
  private AvroContainer() {}

  /**
   * Reads a file from its beginning to its end.
   *
   * @param each takes each datum: a JSON object in UTF-8
   * @return the types of the schema, by {@link AvroTypes}
   * @throws AssayException (USER) if it cannot be read or is no such file
   */
  public static Map<List<String>, String> read(Path file, Consumer<byte[]> each) {
    GenericDatumReader<Object> data = new GenericDatumReader<>(null, null, new GenericData());
    try (DataFileReader<Object> reader = new DataFileReader<>(file.toFile(), data)) {
      AvroJson json = new AvroJson(reader.getSchema());
      while (reader.hasNext()) {
        Object datum = reader.next();
        each.accept(JsonOutput.of(out -> json.write(datum, out)));
      }
      return AvroTypes.of(reader.getSchema());
    } catch (IOException | AvroRuntimeException | Undecodable e) {
      throw new AssayException(
          AssayException.Kind.USER,
          "Cannot read the file " + file + " as an Avro container file: " + e.getMessage(),
          e);
    }
  }
}
