package io.assay.flow.refine;

import io.assay.model.Field;
import io.assay.model.RecordKind;
import io.assay.model.Table;
import io.assay.postgres.staging.CopyBuffer;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Writes the rows of one table of one kind of record into its staging table.
 *
 * @param stagingTable the position of the staging table in the layout
 * @param rowColumn the position of the struct with the row among the staged columns
 * @param root whether the row decides the fate of its record
 * @param values one writer for each member of the struct
 */
record RowWriter(int stagingTable, int rowColumn, boolean root, List<ValueWriter> values)
    implements Serializable {

  static RowWriter of(RecordKind kind, Table table, int stagingTable, int rowColumn) {
    List<ValueWriter> values = new ArrayList<>();
    kind.sequence()
        .ifPresent(
            sequence ->
                values.add(
                    ValueWriter.of(
                        kind.fields().stream()
                            .filter(field -> field.name().equals(sequence))
                            .map(Field::type)
                            .findFirst()
                            .orElseThrow())));
    table.columns().forEach(column -> values.add(ValueWriter.of(column.type())));
    return new RowWriter(
        stagingTable, rowColumn, table.name().equals(kind.root()), List.copyOf(values));
  }

  /** Writes what follows the coordinates: warnings, for a root the operation, then the values. */
  void write(InternalRow record, List<String> warnings, int operation, CopyBuffer out) {
    if (warnings.isEmpty()) {
      out.nul();
    } else {
      out.textArray(warnings);
    }
    if (root) {
      out.int2((short) operation);
    }
    InternalRow row = record.getStruct(rowColumn, values.size());
    for (int i = 0; i < values.size(); i++) {
      if (row.isNullAt(i)) {
        out.nul();
      } else {
        values.get(i).write(row, i, out);
      }
    }
  }
}
