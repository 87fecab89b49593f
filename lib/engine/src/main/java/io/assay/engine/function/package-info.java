/**
 * The SQL functions that a pipeline's author has in addition to Spark's own; {@code AssayFunctions}
 * registers them with a session.
 */
package io.assay.engine.function;
