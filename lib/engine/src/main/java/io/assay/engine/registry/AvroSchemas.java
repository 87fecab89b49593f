package io.assay.engine.registry;

import io.assay.model.AssayException;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;

/**
 * Reads Avro schemas, leniently about names and defaults: what somebody has written data with is
 * not ours to refuse.
 */
public final class AvroSchemas {
  private AvroSchemas() {}

  /**
   * A schema of a pipeline.
   *
   * @param what for the message, such as "source.avro.schema"
   * @throws AssayException (USER) if it is none
   */
  public static Schema ofPipeline(String what, String json) {
    try {
      return parse(json, List.of());
    } catch (AvroRuntimeException e) {
      throw new AssayException(
          AssayException.Kind.USER, "Not an Avro schema: " + what + ": " + e.getMessage(), e);
    }
  }

  /**
   * A schema.
   *
   * @param references schemas whose names it uses, each after those that it uses itself
   * @throws AvroRuntimeException if it is none
   */
  static Schema parse(String json, List<String> references) {
    Schema.Parser parser = new Schema.Parser(NameValidator.NO_VALIDATION);
    parser.setValidateDefaults(false);
    try {
      references.forEach(parser::parse);
      return parser.parse(json);
    } catch (AvroRuntimeException e) {
      throw e;
    } catch (RuntimeException e) { // for a name that nothing has, the library stumbles over null
      throw new AvroRuntimeException(e.getMessage(), e);
    }
  }
}
