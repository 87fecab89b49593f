package io.assay.bench;

import java.util.List;

/**
 * How an application with Spark's own JDBC writer turns the records of a topic into rows.
 *
 * @param schema of a record's JSON, as Spark's DDL has it
 * @param tables in the order in which they are written
 */
record SparkRows(String schema, List<Table> tables) {

  /**
   * A table.
   *
   * @param name as in the pipeline
   * @param query Spark SQL over {@code record}, the decoded records
   */
  record Table(String name, String query) {}

  SparkRows {
    tables = List.copyOf(tables);
  }

  /** The names of the tables. */
  List<String> names() {
    return tables.stream().map(Table::name).toList();
  }
}
