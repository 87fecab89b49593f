package io.assay.flow.refine;

import io.assay.model.AssayException;
import io.assay.postgres.BatchSource;
import io.assay.postgres.PipelineDatabase;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.spark.sql.SparkSession;

/**
 * Holds a stream and the ledger together: a batch begins only where the ledger has all batches of
 * the stream before it. A database that fails over to a server which lacks the last commits is
 * found out before anything is built on the gap. Batches that no stream gave are not held to it.
 */
final class StreamContinuity {
  /** Where Spark says, to the thread of a stream, whose it is. */
  private static final String STREAM_ID = "sql.streaming.queryId";

  private final PipelineDatabase database;
  private final BatchSource source;

  StreamContinuity(PipelineDatabase database, BatchSource source) {
    this.database = database;
    this.source = source;
  }

  /** The last batch of a stream that the ledger has; empty where it has none. */
  OptionalLong lastFinished(Optional<UUID> stream) {
    return stream.map(id -> database.lastFinished(source, id)).orElseGet(OptionalLong::empty);
  }

  /**
   * Makes sure that the ledger has the batch before.
   *
   * @param last what {@link #lastFinished} has said
   * @throws AssayException (EXTERNAL) if it does not
   */
  void require(Optional<UUID> stream, long sparkBatchId, OptionalLong last) {
    if (stream.isEmpty() || sparkBatchId == 0) {
      return;
    }
    if (last.isEmpty() || last.getAsLong() < sparkBatchId - 1) {
      throw new AssayException(
          AssayException.Kind.EXTERNAL,
          "Batch %d cannot be applied: the database %s. Was it restored, or did it fail over to a server that lacked the last commits? Start refine again: it reads again what the database lacks"
              .formatted(
                  sparkBatchId,
                  last.isPresent()
                      ? "has this stream only up to batch " + last.getAsLong()
                      : "does not know this stream any more"));
    }
  }

  /** Tells the ledger that the records of the batch are dealt with. */
  void finished(Optional<UUID> stream, long sparkBatchId) {
    stream.ifPresent(id -> database.finished(source, id, sparkBatchId));
  }

  /** Whose batch the calling thread works on; empty if no stream gave it. */
  static Optional<UUID> stream(SparkSession session) {
    return Optional.ofNullable(session.sparkContext().getLocalProperty(STREAM_ID))
        .map(UUID::fromString);
  }
}
