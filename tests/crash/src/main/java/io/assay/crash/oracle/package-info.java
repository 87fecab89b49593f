/**
 * What must be in the tables, the quarantine, the ledger and the lake, computed in plain Java from
 * the records in Kafka and docs/architecture.md, and how what is there differs.
 */
package io.assay.crash.oracle;
