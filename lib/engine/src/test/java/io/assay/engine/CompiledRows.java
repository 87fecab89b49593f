package io.assay.engine;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.types.StructType;

/** What a compiled refinement gives for records that the ledger does not have. */
final class CompiledRows {
  private CompiledRows() {}

  /**
   * The rows as Spark itself would give them.
   *
   * @param schema of the columns that the refinement keeps
   */
  static List<InternalRow> of(CompiledRefinement compiled, Dataset<Row> raw, StructType schema) {
    return raw.queryExecution()
        .toRdd()
        .toJavaRDD()
        .mapPartitionsWithIndex(
            (partition, input) -> refined(compiled.task(partition), schema, input), true)
        .collect();
  }

  private static Iterator<InternalRow> refined(
      CompiledRefinement.Task task, StructType schema, Iterator<InternalRow> input) {
    UnsafeProjection asSpark = UnsafeProjection.create(schema);
    InternalRow fresh = new GenericInternalRow(new Object[] {false});
    List<InternalRow> rows = new ArrayList<>();
    input.forEachRemaining(row -> rows.add(asSpark.apply(task.refine(row, fresh)).copy()));
    return rows.iterator();
  }
}
