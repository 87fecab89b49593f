/**
 * What happens to records between the lake (or Kafka) and the database: {@code format → decode →
 * rule → normalize}, each a step that gives a {@code Dataset<Row>} for a {@code Dataset<Row>}.
 * {@link io.assay.engine.Refinement} puts them in order. Nothing here reads or writes anything, but
 * for the schemas that {@code registry} asks for.
 */
package io.assay.engine;
