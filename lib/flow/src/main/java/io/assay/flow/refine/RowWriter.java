package io.assay.flow.refine;

import io.assay.model.RecordKind;
import io.assay.model.Table;
import io.assay.postgres.Coordinates;
import io.assay.postgres.staging.CopyBuffer;
import io.assay.postgres.staging.StagedRows;
import io.assay.postgres.staging.StagingWriter;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;

/**
 * Writes the rows of one table of one kind of record into its staging table.
 *
 * @param start begins them
 * @param rowColumn the position, among the staged columns, of the struct with the row or, for a
 *     table with {@code each}, of the array with the rows
 * @param root whether the row decides the fate of its record
 * @param several whether a record gives a row for each element of a list
 * @param values one writer for each member of the struct
 */
record RowWriter(
    RowStart start, int rowColumn, boolean root, boolean several, List<ValueWriter> values)
    implements Serializable {

  /**
   * Of a table.
   *
   * @param stagingTable the position of its staging table in the layout
   * @param rows which of them are staged
   */
  static RowWriter of(
      RecordKind kind, Table table, int stagingTable, int rowColumn, StagedRows rows) {
    List<ValueWriter> values = new ArrayList<>();
    kind.sequenceTypes().forEach(type -> values.add(ValueWriter.of(type)));
    table.columns().forEach(column -> values.add(ValueWriter.of(column.type())));
    List<ValueWriter> writers = List.copyOf(values);
    return new RowWriter(
        rows == StagedRows.ALL
            ? RowStart.ofAll(stagingTable)
            : NewestRowStart.of(kind, table, stagingTable, writers),
        rowColumn,
        table.name().equals(kind.root()),
        !table.each().isEmpty(),
        writers);
  }

  /** Stages what the record gives to the table. */
  void stage(
      InternalRow record,
      List<String> warnings,
      int operation,
      StagingWriter writer,
      Coordinates coordinates) {
    if (record.isNullAt(rowColumn)) {
      return;
    }
    if (!several) {
      InternalRow row = record.getStruct(rowColumn, values.size());
      Optional<CopyBuffer> out = start.begin(row, 0, writer, coordinates);
      if (out.isPresent()) {
        write(warnings, out.get());
        if (root) {
          out.get().int2((short) operation);
        }
        write(row, out.get());
      }
      return;
    }
    ArrayData rows = record.getArray(rowColumn);
    for (int i = 0; i < rows.numElements(); i++) {
      InternalRow row = rows.getStruct(i, values.size());
      Optional<CopyBuffer> out = start.begin(row, i, writer, coordinates);
      if (out.isPresent()) {
        write(warnings, out.get());
        out.get().int4(i);
        write(row, out.get());
      }
    }
  }

  private static void write(List<String> warnings, CopyBuffer out) {
    if (warnings.isEmpty()) {
      out.nul();
    } else {
      out.textArray(warnings);
    }
  }

  private void write(InternalRow row, CopyBuffer out) {
    for (int i = 0; i < values.size(); i++) {
      if (row.isNullAt(i)) {
        out.nul();
      } else {
        values.get(i).write(row, i, out);
      }
    }
  }
}
