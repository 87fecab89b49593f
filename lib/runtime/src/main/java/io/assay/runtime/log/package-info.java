/**
 * What the lines of the log are about: the pipeline, the query and the batch are in the context
 * (MDC) of the threads that work for them, so that a layout such as Spark's JSON shows them.
 */
package io.assay.runtime.log;
