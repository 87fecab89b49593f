/**
 * The tables that the suite makes: the ledger in the schema {@code assay}, and the target tables of
 * a pipeline. What exists is compared with what should be, and altered only as far as a table's
 * policy allows.
 */
package io.assay.postgres.schema;
