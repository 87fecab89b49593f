/**
 * Keeps the ledger from growing with every batch: {@link
 * io.assay.postgres.retention.LedgerRetention} folds old batches into one row each for a run,
 * source and day. Plain JDBC, beside the run that writes.
 */
package io.assay.postgres.retention;
