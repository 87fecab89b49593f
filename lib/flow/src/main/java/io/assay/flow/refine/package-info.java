/**
 * The refine query: records from the lake or Kafka, through {@link io.assay.engine.Refinement},
 * into PostgreSQL, one transaction for a micro-batch, and then into silver.
 */
package io.assay.flow.refine;
