package io.assay.engine.registry;

import org.apache.avro.Schema;

/** What a registry says about an id. */
public sealed interface RegisteredSchema {

  /** An Avro schema. */
  record Found(Schema schema) implements RegisteredSchema {}

  /**
   * There is none, or none that Avro data can have been written with.
   *
   * @param reason such as "the registry has no schema 7"
   */
  record Unusable(String reason) implements RegisteredSchema {}
}
