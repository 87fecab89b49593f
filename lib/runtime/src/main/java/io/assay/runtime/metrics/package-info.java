/**
 * What a job tells Prometheus about itself. {@link io.assay.runtime.metrics.JobMetrics} has all
 * names; {@link io.assay.runtime.metrics.ProgressMetrics} follows Spark's queries.
 */
package io.assay.runtime.metrics;
