package io.assay.lake;

import static org.apache.spark.sql.functions.col;

import io.assay.model.AssayException;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The accepted records of one kind, typed and stamped; made with the first batch. Columns that a
 * later version of the pipeline adds are added; rows of earlier batches have null there.
 *
 * @param path a Hadoop path
 * @param transaction names the pipeline and the kind of record in Delta's log, such as {@code
 *     manufacturing/fabrication}
 */
public record SilverTable(String path, String transaction) {
  /** The column that holds the ledger's batch; every row must have it. */
  public static final String BATCH = "assay_batch";

  /**
   * Adds the rows of a ledger batch, once: given again, the batch changes nothing. Batches must
   * come in ascending order, because Delta takes a lower transaction version for one that it has.
   *
   * @return whether the rows were added now
   * @throws AssayException of kind INTERNAL if a later batch was written before this one
   */
  public boolean append(Dataset<Row> rows, long batchId) {
    SparkSession spark = rows.sparkSession();
    DeltaTableLog log = new DeltaTableLog(spark, path);
    DeltaAppend append = log.append(transaction);
    OptionalLong last = log.lastNumber(transaction);
    if (last.isPresent() && last.getAsLong() >= batchId) {
      requireWritten(rows, batchId, last.getAsLong());
      return false;
    }
    append.commit(rows, batchId, Optional.empty());
    return true;
  }

  /** The last ledger batch that was added; all batches up to it were. */
  public OptionalLong lastBatch(SparkSession spark) {
    return new DeltaTableLog(spark, path).lastNumber(transaction);
  }

  /** All rows. */
  public Dataset<Row> read(SparkSession spark) {
    return spark.read().format("delta").load(path);
  }

  private void requireWritten(Dataset<Row> rows, long batchId, long last) {
    if (batchId == last) {
      return;
    }
    boolean written = !read(rows.sparkSession()).where(col(BATCH).equalTo(batchId)).isEmpty();
    if (!written && !rows.isEmpty()) {
      throw new AssayException(
          AssayException.Kind.INTERNAL,
          "Batch %d cannot be added to the silver table %s: batch %d was added before it. Batches must be added in ascending order."
              .formatted(batchId, path, last));
    }
  }
}
