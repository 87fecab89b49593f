/**
 * What people ask the ledger: totals, findings, quarantine, where a row came from. Reads only;
 * needs no lock.
 */
package io.assay.postgres.report;
