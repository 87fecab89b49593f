/**
 * Tells an OpenLineage service what land and refine read and write. What Spark's listeners can see
 * ends at {@code foreachBatch}; the lineage of columns comes from the definition of the pipeline.
 */
package io.assay.flow.lineage;
