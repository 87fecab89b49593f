package io.assay.flow.refine;

import io.assay.postgres.BatchSource;
import io.assay.postgres.PipelineDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.streaming.checkpointing.CommitLog;
import org.apache.spark.sql.execution.streaming.runtime.StreamMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/**
 * The checkpoint of refine from the lake, which runs go on from. It saves reading the raw table
 * again, and no more: where it is ahead of the ledger it is worthless, because the records that it
 * would pass over are in no table.
 */
final class KeptCheckpoint {
  private static final Logger LOG = LoggerFactory.getLogger(KeptCheckpoint.class);

  private final SparkSession session;
  private final Path path;

  KeptCheckpoint(SparkSession session, String path) {
    this.session = session;
    this.path = new Path(path);
  }

  /**
   * Removes the checkpoint if it has finished a batch that the ledger does not know: it belongs to
   * another database, or this one was restored to an earlier state. The raw table is then read from
   * its first file, and what the ledger has is skipped.
   */
  void removeIfAheadOf(PipelineDatabase database) {
    OptionalLong finished = lastFinished();
    if (finished.isEmpty()) {
      return;
    }
    OptionalLong known =
        stream()
            .map(id -> database.lastFinished(BatchSource.LAKE, id))
            .orElseGet(OptionalLong::empty);
    if (known.isPresent() && known.getAsLong() >= finished.getAsLong()) {
      return;
    }
    LOG.warn(
        "The checkpoint {} has finished batch {}, but the database {}. It is removed: the raw table is read again, and what the database has is skipped",
        path,
        finished.getAsLong(),
        known.isPresent() ? "only batch " + known.getAsLong() : "does not know its stream");
    remove();
  }

  private OptionalLong lastFinished() {
    Option<Object> last =
        new CommitLog(session, new Path(path, "commits").toString()).getLatestBatchId();
    return last.isDefined() ? OptionalLong.of((Long) last.get()) : OptionalLong.empty();
  }

  private Optional<UUID> stream() {
    Option<StreamMetadata> metadata = StreamMetadata.read(new Path(path, "metadata"), hadoop());
    return metadata.isDefined()
        ? Optional.of(UUID.fromString(metadata.get().id()))
        : Optional.empty();
  }

  private void remove() {
    try {
      path.getFileSystem(hadoop()).delete(path, true);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove the checkpoint " + path, e);
    }
  }

  private Configuration hadoop() {
    return session.sessionState().newHadoopConf();
  }
}
