/**
 * The target database: the ledger, staging, and the transaction that brings a batch into the target
 * tables exactly once. Plain JDBC; nothing here knows Spark, Kafka clients or the lake.
 */
package io.assay.postgres;
