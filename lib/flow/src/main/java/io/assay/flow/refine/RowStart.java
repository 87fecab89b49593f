package io.assay.flow.refine;

import io.assay.postgres.Coordinates;
import io.assay.postgres.staging.CopyBuffer;
import io.assay.postgres.staging.StagingWriter;
import java.io.Serializable;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;

/** Begins the rows of a table in its staging table: all of them, or those that are needed. */
@FunctionalInterface
interface RowStart extends Serializable {

  /**
   * Begins a row, unless the task has a newer one that stands for it.
   *
   * @param row the struct of the row
   * @param element its place in the list that its record makes rows of
   */
  Optional<CopyBuffer> begin(
      InternalRow row, int element, StagingWriter writer, Coordinates coordinates);

  /** Begins every row of a staging table. */
  static RowStart ofAll(int stagingTable) {
    return (row, element, writer, coordinates) ->
        Optional.of(writer.row(stagingTable, coordinates));
  }
}
