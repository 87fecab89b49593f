package io.assay.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
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
   * The oldest version of a table that one of the streams may still ask for; empty if none reads
   * it.
   */
  OptionalLong oldest(String tableId) {
    return folders().stream()
        .map(folder -> needed(session, folder, tableId))
        .filter(OptionalLong::isPresent)
        .mapToLong(OptionalLong::getAsLong)
        .min();
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
  static OptionalLong needed(SparkSession session, Path checkpoint, String tableId) {
    if (!exists(session, new Path(checkpoint, "offsets"))) {
      return OptionalLong.empty();
    }
    OffsetSeqLog offsets = new OffsetSeqLog(session, new Path(checkpoint, "offsets").toString());
    Option<Object> finished =
        new CommitLog(session, new Path(checkpoint, "commits").toString()).getLatestBatchId();
    long wanted = finished.isDefined() ? (Long) finished.get() - 1 : 0;
    long[] batches = offsets.listBatches();
    if (batches.length == 0) {
      return OptionalLong.empty();
    }
    Option<OffsetSeq> found = offsets.get(Math.max(wanted, batches[0]));
    if (found.isEmpty()) {
      return OptionalLong.of(0); // it is just being cleaned: another time
    }
    Option<Offset> offset = found.get().offsets().apply(0);
    return offset.isDefined() ? version(offset.get().json(), tableId) : OptionalLong.empty();
  }

  private static OptionalLong version(String offset, String tableId) {
    try {
      JsonNode json = JSON.readTree(offset);
      return json.path("reservoirId").asText().equals(tableId)
          ? OptionalLong.of(Math.max(0, json.path("reservoirVersion").asLong() - 1))
          : OptionalLong.empty();
    } catch (JsonProcessingException e) {
      return OptionalLong.empty(); // of another kind of source
    }
  }
}
