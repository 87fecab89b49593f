package io.assay.bench;

/**
 * How Flink SQL turns the records of a topic into rows of one table.
 *
 * @param table as in the pipeline
 * @param recordColumns of the decoded JSON, as Flink's DDL has them
 * @param rowColumns of the table, as Flink's DDL has them, in order, with the primary key
 * @param query over {@code record}, the decoded records
 */
record FlinkRows(String table, String recordColumns, String rowColumns, String query) {}
