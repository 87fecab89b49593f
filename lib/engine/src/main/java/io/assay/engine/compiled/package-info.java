/**
 * A chain of Spark's projections as a program that runs row by row, outside of a query. {@link
 * io.assay.engine.compiled.RowProgram} is the way in.
 */
package io.assay.engine.compiled;
