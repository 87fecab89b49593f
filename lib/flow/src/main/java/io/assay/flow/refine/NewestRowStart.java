package io.assay.flow.refine;

import io.assay.model.ColumnType;
import io.assay.model.RecordKind;
import io.assay.model.Table;
import io.assay.model.Table.Keep;
import io.assay.postgres.Coordinates;
import io.assay.postgres.staging.CopyBuffer;
import io.assay.postgres.staging.DimensionRows;
import io.assay.postgres.staging.StagingWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Begins, of a dimension's rows with one key, those that are newer than the ones before: by the
 * sequence, the offset and the place in the record, as the merge orders the versions of one
 * partition. The last one takes the place of the others.
 *
 * @param keep which version of a row stays
 * @param keyNames columns of the key
 * @param keyMembers where they are in the struct of the row
 * @param values one writer for each member of the struct
 * @param sequence one for each field of the sequence, which come first in the struct
 */
record NewestRowStart(
    int stagingTable,
    Keep keep,
    List<String> keyNames,
    List<Integer> keyMembers,
    List<ValueWriter> values,
    List<SequenceField> sequence)
    implements RowStart {

  /** Reads a field of a sequence, which is not null, as a whole number. */
  @FunctionalInterface
  interface SequenceField extends java.io.Serializable {
    long of(InternalRow row, int member);
  }

  static NewestRowStart of(
      RecordKind kind, Table table, int stagingTable, List<ValueWriter> values) {
    List<SequenceField> sequence = new ArrayList<>();
    for (ColumnType type : kind.sequenceTypes()) {
      sequence.add(
          type == ColumnType.Simple.INTEGER || type == ColumnType.Simple.DATE
              ? InternalRow::getInt
              : InternalRow::getLong);
    }
    List<String> names = table.columns().stream().map(Table.Column::name).toList();
    return new NewestRowStart(
        stagingTable,
        table.keep(),
        table.key(),
        table.key().stream().map(name -> sequence.size() + names.indexOf(name)).toList(),
        values,
        List.copyOf(sequence));
  }

  @Override
  public Optional<CopyBuffer> begin(
      InternalRow row, int element, StagingWriter writer, Coordinates coordinates) {
    DimensionRows rows = writer.dimension(stagingTable, keyNames, keep);
    if (!rows.isWorthwhile()) {
      return Optional.of(writer.row(stagingTable, coordinates));
    }
    writeKey(row, rows.key());
    return rows.begins(version(row, coordinates, element), coordinates)
        ? Optional.of(writer.dimensionRow(stagingTable, coordinates))
        : Optional.empty();
  }

  private void writeKey(InternalRow row, CopyBuffer out) {
    for (int member : keyMembers) {
      if (row.isNullAt(member)) {
        out.nul();
      } else {
        values.get(member).write(row, member, out);
      }
    }
  }

  /** Null in a sequence is older than any value. */
  private long[] version(InternalRow row, Coordinates coordinates, int element) {
    long[] version = new long[2 * sequence.size() + 2];
    int at = 0;
    for (int i = 0; i < sequence.size(); i++) {
      boolean present = !row.isNullAt(i);
      version[at++] = present ? 1 : 0;
      version[at++] = present ? sequence.get(i).of(row, i) : 0;
    }
    version[at++] = coordinates.offset();
    version[at] = element;
    return version;
  }
}
