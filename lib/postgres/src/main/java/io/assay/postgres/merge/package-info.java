/**
 * The transaction of one batch: what the executors staged is checked against the stored rows,
 * merged into the target tables, counted and written to the ledger, or none of it. The SQL is made
 * once per run from the definition of the pipeline; how much of it runs is decided by what the
 * batch holds.
 */
package io.assay.postgres.merge;
