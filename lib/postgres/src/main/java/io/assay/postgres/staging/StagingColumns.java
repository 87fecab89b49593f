package io.assay.postgres.staging;

import io.assay.model.ColumnType;
import io.assay.model.RecordKind;
import io.assay.model.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns of the four sorts of staging tables. The executors write them, and the merge reads
 * them, in this order.
 */
final class StagingColumns {
  static final StagedColumn TIMESTAMP = new StagedColumn("_timestamp", "timestamp with time zone");

  /** Which of the rows of its record it is, from 0. */
  private static final StagedColumn ELEMENT = new StagedColumn("_element", "integer");

  private static final StagedColumn SCHEMA_ID = new StagedColumn("schema_id", "integer");

  /** Where in Kafka a record stands, but for its place there. */
  static final List<StagedColumn> PARTITION =
      List.of(new StagedColumn("_topic", "text"), new StagedColumn("_partition", "integer"));

  private static final List<StagedColumn> COORDINATES =
      List.of(
          new StagedColumn("_attempt", "bigint"),
          PARTITION.get(0),
          PARTITION.get(1),
          new StagedColumn("_offset", "bigint"));

  private StagingColumns() {}

  static List<StagedColumn> rows(RecordKind kind, Table table) {
    List<StagedColumn> columns = new ArrayList<>(COORDINATES);
    int sequences = 0;
    columns.add(TIMESTAMP);
    columns.add(new StagedColumn("_warnings", "text[]"));
    if (table.name().equals(kind.root())) {
      columns.add(new StagedColumn("_operation", "smallint"));
    }
    if (!table.each().isEmpty()) {
      columns.add(ELEMENT);
    }
    for (ColumnType type : kind.sequenceTypes()) {
      sequences++;
      columns.add(
          new StagedColumn(sequences == 1 ? "_sequence" : "_sequence_" + sequences, type.sql()));
    }
    table
        .columns()
        .forEach(column -> columns.add(new StagedColumn(column.name(), column.type().sql())));
    return columns;
  }

  static List<StagedColumn> records() {
    List<StagedColumn> columns = new ArrayList<>(COORDINATES);
    columns.add(TIMESTAMP);
    columns.add(new StagedColumn("timestamp_type", "integer"));
    columns.add(new StagedColumn("key", "bytea"));
    columns.add(new StagedColumn("value", "bytea"));
    columns.add(new StagedColumn("header_keys", "text[]"));
    columns.add(new StagedColumn("header_values", "bytea[]"));
    return columns;
  }

  static List<StagedColumn> quarantine() {
    List<StagedColumn> columns = new ArrayList<>(COORDINATES);
    columns.add(TIMESTAMP);
    columns.add(new StagedColumn("kind", "text"));
    columns.add(SCHEMA_ID);
    return columns;
  }

  static List<StagedColumn> findings() {
    List<StagedColumn> columns = new ArrayList<>(COORDINATES);
    for (String text : List.of("kind", "rule", "severity", "field", "value", "message")) {
      columns.add(new StagedColumn(text, "text"));
    }
    columns.add(SCHEMA_ID);
    return columns;
  }
}
