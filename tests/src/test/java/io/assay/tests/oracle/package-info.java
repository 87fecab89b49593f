/**
 * What the tables must hold, computed without Assay: plain Java, written from the text of {@code
 * conf/pipelines/manufacturing.conf} and docs/architecture.md. {@link
 * io.assay.tests.oracle.ManufacturingOracle} takes the records that were fed, {@link
 * io.assay.tests.oracle.StoredState} is what the database holds, and {@link
 * io.assay.tests.oracle.Expectation} tells how they differ.
 *
 * <p>Most of what is expected does not depend on how records fell into batches or in which order
 * partitions were read. Where it does (a warning about rows that came meanwhile), the oracle knows
 * what may be and what must be.
 */
package io.assay.tests.oracle;
