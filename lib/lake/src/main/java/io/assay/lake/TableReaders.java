package io.assay.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.execution.streaming.checkpointing.CommitLog;
import org.apache.spark.sql.execution.streaming.checkpointing.OffsetSeq;
import org.apache.spark.sql.execution.streaming.checkpointing.OffsetSeqLog;
import scala.Option;

/** How far the streams have come that read a Delta table, by their checkpoints. */
final class TableReaders {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SparkSession session;
  private final Path checkpoints;

  /**
   * @param checkpoints the folder with the checkpoints of a pipeline
   */
  TableReaders(SparkSession session, String checkpoints) {
    this.session = session;
    this.checkpoints = new Path(checkpoints);
  }

  /**
   * How far a stream has come.
   *
   * @param needed the oldest version that it may still ask for
   * @param readUpTo the first version that it has not read, or not wholly
   */
  record Position(long needed, long readUpTo) {}

  /** The stream that has not come as far as any other; empty if none reads the table. */
  Optional<Position> slowest(String tableId) {
    return folders().stream()
        .flatMap(folder -> position(session, folder, tableId).stream())
        .min(Comparator.comparingLong(Position::needed));
  }

  private List<Path> folders() {
    try {
      return Arrays.stream(
              checkpoints
                  .getFileSystem(session.sessionState().newHadoopConf())
                  .listStatus(checkpoints))
          .filter(FileStatus::isDirectory)
          .map(FileStatus::getPath)
          .toList();
    } catch (FileNotFoundException e) {
      return List.of(); // no stream has begun
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list the checkpoints in " + checkpoints, e);
    }
  }

  private static boolean exists(SparkSession session, Path folder) {
    try {
      return folder.getFileSystem(session.sessionState().newHadoopConf()).exists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the checkpoint " + folder.getParent(), e);
    }
  }

  /**
   * A restart reads again from the end of the last batch that is finished, and may be taken back by
   * one batch; the first batch needs the version before its end.
   */
  static Optional<Position> position(SparkSession session, Path checkpoint, String tableId) {
    if (!exists(session, new Path(checkpoint, "offsets"))) {
      return Optional.empty();
    }
    OffsetSeqLog offsets = new OffsetSeqLog(session, new Path(checkpoint, "offsets").toString());
    Option<Object> finished =
        new CommitLog(session, new Path(checkpoint, "commits").toString()).getLatestBatchId();
    long[] batches = offsets.listBatches();
    if (batches.length == 0) {
      return Optional.empty();
    }
    long last = Math.max(batches[0], finished.isDefined() ? (Long) finished.get() : 0);
    OptionalLong before = version(offsets.get(Math.max(batches[0], last - 1)), tableId);
    OptionalLong end = finished.isDefined() ? version(offsets.get(last), tableId) : before;
    return before.isPresent() && end.isPresent()
        ? Optional.of(new Position(Math.max(0, before.getAsLong() - 1), end.getAsLong()))
        : Optional.empty();
  }

  /** 0 for an entry that is just being removed: nothing goes then, and another time it is there. */
  private static OptionalLong version(Option<OffsetSeq> entry, String tableId) {
    if (entry.isEmpty()) {
      return OptionalLong.of(0);
    }
    Option<Offset> offset = entry.get().offsets().apply(0);
    return offset.isDefined() ? version(offset.get().json(), tableId) : OptionalLong.empty();
  }

  private static OptionalLong version(String offset, String tableId) {
    try {
      JsonNode json = JSON.readTree(offset);
      return json.path("reservoirId").asText().equals(tableId)
          ? OptionalLong.of(json.path("reservoirVersion").asLong())
          : OptionalLong.empty();
    } catch (JsonProcessingException e) {
      return OptionalLong.empty(); // of another kind of source
    }
  }
}
