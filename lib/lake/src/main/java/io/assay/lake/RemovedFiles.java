package io.assay.lake;

import static org.apache.spark.sql.functions.col;

import io.delta.tables.DeltaTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.actions.RemoveFile;

/**
 * Deletes files that have left a table. Unlike Delta's VACUUM it asks the table alone and lists no
 * folder, so it can run often; what the table has forgotten is left to VACUUM.
 */
final class RemovedFiles {
  private Instant deletedUpTo = Instant.EPOCH;

  /**
   * Deletes those that left the table before a time.
   *
   * @return how many were there
   */
  long delete(DeltaTableLog log, Instant before) {
    DeltaLog delta = log.delta();
    List<RemoveFile> files =
        log.snapshot()
            .tombstones()
            .where(
                col("deletionTimestamp")
                    .geq(deletedUpTo.toEpochMilli())
                    .and(col("deletionTimestamp").lt(before.toEpochMilli())))
            .collectAsList();
    long deleted = 0;
    try {
      FileSystem store = delta.dataPath().getFileSystem(delta.newDeltaHadoopConf());
      for (RemoveFile file : files) {
        Path path = file.absolutePath(delta);
        deleted += store.delete(path, false) ? 1 : 0;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete files that have left " + delta.dataPath(), e);
    }
    deletedUpTo = before;
    return deleted;
  }

  /** Deletes files in the table's folder that it does not know and that are older than this. */
  void deleteOrphans(SparkSession session, String path, Duration age) {
    double hours = Math.ceil(age.toMinutes() / 60.0);
    DeltaTable.forPath(session, path).vacuum(Math.max(hours, 1));
  }
}
