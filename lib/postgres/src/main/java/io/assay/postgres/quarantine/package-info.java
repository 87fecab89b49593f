/**
 * What people do with the quarantine and with breakers: look, choose records to be refined again,
 * let a pipeline go on. Needs no lock: target tables are left to the run that holds it.
 */
package io.assay.postgres.quarantine;
