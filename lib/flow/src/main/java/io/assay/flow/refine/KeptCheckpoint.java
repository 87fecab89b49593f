package io.assay.flow.refine;

import io.assay.lake.RawTable;
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
import org.apache.spark.sql.execution.streaming.checkpointing.OffsetSeqLog;
import org.apache.spark.sql.execution.streaming.runtime.StreamMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/**
 * The checkpoint of refine from the lake, which runs go on from. It saves reading the raw table
 * again, and no more: what it is ahead of the ledger is worthless, because the records that it
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
   * Takes back what the checkpoint has finished and the ledger does not know. One batch is the rule
   * where a run was cut: it was being merged while Spark went on, and is read again. More means
   * that the checkpoint belongs to another database, or that this one was restored to an earlier
   * state: then all of it is removed, the raw table is read from its first file, and what the
   * ledger has is skipped.
   */
  void takeBackToLedger(PipelineDatabase database) {
    OptionalLong finished = lastFinished();
    if (finished.isEmpty()) {
      return;
    }
    long ahead = finished.getAsLong();
    OptionalLong known =
        stream()
            .map(id -> database.lastFinished(BatchSource.LAKE, id))
            .orElseGet(OptionalLong::empty);
    if (known.isPresent() && known.getAsLong() >= ahead) {
      return;
    }
    if (known.isPresent() && known.getAsLong() == ahead - 1) {
      LOG.info("Batch {} was being merged when the run before ended; it is read again", ahead);
      new OffsetSeqLog(session, new Path(path, "offsets").toString()).purgeAfter(ahead);
      commits().purgeAfter(ahead - 1);
      return;
    }
    LOG.warn(
        "The checkpoint {} has finished batch {}, but the database {}. It is removed: the raw table is read again, and what the database has is skipped",
        path,
        ahead,
        known.isPresent() ? "only batch " + known.getAsLong() : "does not know its stream");
    remove();
  }

  /**
   * Removes the checkpoint if the raw table's log has no longer what follows: upkeep waits for a
   * refine that does not run, but not for ever.
   */
  void leaveUnlessReadable(RawTable raw) {
    if (!raw.canBeReadFrom(session, path.toString())) {
      LOG.warn(
          "The checkpoint {} stands where the log of the raw table {} has been removed: refine was away for longer than upkeep.keep-unread. It is removed: the raw table is read again, and what the database has is skipped",
          path,
          raw.path());
      remove();
    }
  }

  private OptionalLong lastFinished() {
    Option<Object> last = commits().getLatestBatchId();
    return last.isDefined() ? OptionalLong.of((Long) last.get()) : OptionalLong.empty();
  }

  private CommitLog commits() {
    return new CommitLog(session, new Path(path, "commits").toString());
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
