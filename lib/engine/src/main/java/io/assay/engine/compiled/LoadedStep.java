package io.assay.engine.compiled;

import org.apache.spark.sql.catalyst.InternalRow;

/** Computes the columns of one projection. Not thread-safe. */
@FunctionalInterface
interface LoadedStep {

  /** Reads slots of the row and fills others. */
  void run(InternalRow row);
}
