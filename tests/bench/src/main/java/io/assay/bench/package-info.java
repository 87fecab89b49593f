/**
 * The benchmark behind {@code submit/assay bench}: flat records from Kafka into one keyed table,
 * through refine as users run it, beside {@code COPY} of the same rows.
 */
package io.assay.bench;
