package io.assay.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.delta.CheckpointInstance;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.util.FileNames$;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Removes the oldest entries of a table's log. The log always begins with a complete checkpoint,
 * and has the last commit that brought records, since that one says up to where they go.
 */
final class LogRetention {
  private static final FileNames$ NAMES = FileNames$.MODULE$;

  private final DeltaTableLog log;
  private final DeltaLog delta;

  LogRetention(DeltaTableLog log) {
    this.log = log;
    this.delta = log.delta();
  }

  /**
   * Where the log is to begin.
   *
   * @param version of the first entry that stays
   * @param wanted where it would begin if no stream needed more
   * @param time when that entry was written
   */
  record Cut(long version, long wanted, Instant time) {
    /** Whether nothing is cut off. */
    boolean isAtStart() {
      return version == 0;
    }
  }

  /**
   * The last checkpoint that leaves every version since a time, and every version that is needed.
   */
  Cut cut(Instant since, OptionalLong needed) {
    List<FileStatus> commits = files().filter(file -> NAMES.isDeltaFile(file)).toList();
    long old = 0;
    for (FileStatus commit : commits) {
      if (!modified(commit).isBefore(since)) {
        break;
      }
      old = NAMES.deltaVersion(commit);
    }
    long wanted = checkpointUpTo(Math.min(old, lastWithRecords()));
    long version = checkpointUpTo(Math.min(wanted, needed.orElse(wanted)));
    Instant time =
        commits.stream()
            .filter(commit -> NAMES.deltaVersion(commit) == version)
            .findFirst()
            .map(LogRetention::modified)
            .orElse(Instant.EPOCH);
    return new Cut(version, wanted, time);
  }

  /** The first version that the log has. */
  long first() {
    return files()
        .filter(file -> NAMES.isDeltaFile(file))
        .findFirst()
        .map(commit -> NAMES.deltaVersion(commit))
        .orElse(0L);
  }

  /** When this version, or the first one after it that is there, was written. */
  Optional<Instant> written(long version) {
    return files()
        .filter(file -> NAMES.isDeltaFile(file) && NAMES.deltaVersion(file) >= version)
        .findFirst()
        .map(LogRetention::modified);
  }

  /**
   * Removes what stands before the cut, oldest first, so that the log has no gap at any time.
   *
   * @return how many files were removed
   */
  long removeBefore(Cut cut) {
    Configuration hadoop = delta.newDeltaHadoopConf();
    try {
      FileSystem files = delta.logPath().getFileSystem(hadoop);
      long removed = 0;
      for (Path path :
          files().map(FileStatus::getPath).filter(path -> isBefore(path, cut)).toList()) {
        removed += files.delete(path, false) ? 1 : 0;
      }
      return removed;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove old entries of the log " + delta.logPath(), e);
    }
  }

  private static boolean isBefore(Path path, Cut cut) {
    Option<Object> version = NAMES.getFileVersionOpt(path);
    return version.isDefined() && (Long) version.get() < cut.version();
  }

  /** The version of the last commit that brought records, or of another kind that is not known. */
  long lastWithRecords() {
    return log.newestFirst()
        .filter(commit -> !commit.isMaintenance())
        .findFirst()
        .map(DeltaCommit::version)
        .orElse(0L);
  }

  /** The last version up to this one that has a complete checkpoint; 0 if none has. */
  private long checkpointUpTo(long version) {
    Option<CheckpointInstance> checkpoint = delta.findLastCompleteCheckpointBefore(version + 1);
    return checkpoint.isDefined() ? checkpoint.get().version() : 0;
  }

  private Stream<FileStatus> files() {
    return CollectionConverters.asJava(
        delta
            .store()
            .listFrom(NAMES.listingPrefix(delta.logPath(), 0), delta.newDeltaHadoopConf())
            .toSeq())
        .stream();
  }

  private static Instant modified(FileStatus file) {
    return Instant.ofEpochMilli(file.getModificationTime());
  }
}
