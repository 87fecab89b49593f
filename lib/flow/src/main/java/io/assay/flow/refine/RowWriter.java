package io.assay.flow.refine;

import io.assay.model.RecordKind;
import io.assay.model.Table;
import io.assay.postgres.Coordinates;
import io.assay.postgres.staging.CopyBuffer;
import io.assay.postgres.staging.StagingWriter;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;

/**
 * Writes the rows of one table of one kind of record into its staging table.
 *
 * @param stagingTable the position of the staging table in the layout
 * @param rowColumn the position, among the staged columns, of the struct with the row or, for a
 *     table with {@code each}, of the array with the rows
 * @param root whether the row decides the fate of its record
 * @param several whether a record gives a row for each element of a list
 * @param values one writer for each member of the struct
 */
record RowWriter(
    int stagingTable, int rowColumn, boolean root, boolean several, List<ValueWriter> values)
    implements Serializable {

  static RowWriter of(RecordKind kind, Table table, int stagingTable, int rowColumn) {
    List<ValueWriter> values = new ArrayList<>();
    kind.sequenceTypes().forEach(type -> values.add(ValueWriter.of(type)));
    table.columns().forEach(column -> values.add(ValueWriter.of(column.type())));
    return new RowWriter(
        stagingTable,
        rowColumn,
        table.name().equals(kind.root()),
        !table.each().isEmpty(),
        List.copyOf(values));
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
      CopyBuffer out = begin(warnings, writer, coordinates);
      if (root) {
        out.int2((short) operation);
      }
      write(record.getStruct(rowColumn, values.size()), out);
      return;
    }
    ArrayData rows = record.getArray(rowColumn);
    for (int i = 0; i < rows.numElements(); i++) {
      CopyBuffer out = begin(warnings, writer, coordinates);
      out.int4(i);
      write(rows.getStruct(i, values.size()), out);
    }
  }

  private CopyBuffer begin(List<String> warnings, StagingWriter writer, Coordinates coordinates) {
    CopyBuffer out = writer.row(stagingTable, coordinates);
    return warnings.isEmpty() ? out.nul() : out.textArray(warnings);
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
