package io.assay.lake;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.OptionConverters;

/** What the log of a Delta table says, read afresh with every call. */
final class DeltaTableLog {
  private final DeltaLog log;

  DeltaTableLog(SparkSession spark, String path) {
    log = DeltaLog.forTable(spark, path);
  }

  /** Delta's own view of it. */
  DeltaLog delta() {
    return log;
  }

  boolean tableExists() {
    return latestVersion() >= 0;
  }

  long latestVersion() {
    return snapshot().version();
  }

  Snapshot snapshot() {
    return log.update(false, Option.empty(), Option.empty());
  }

  /** Begins an append. */
  DeltaAppend append(String application) {
    return new DeltaAppend(log, application);
  }

  /**
   * The last number that an application has given to a commit: by the last commits, or, if none of
   * them is of the application, by the state of the whole table.
   */
  OptionalLong lastNumber(String application) {
    Optional<Long> found =
        newestFirst()
            .flatMap(commit -> Stream.ofNullable(commit.numbers().get(application)))
            .findFirst();
    return found.map(OptionalLong::of).orElseGet(() -> numberInState(application));
  }

  private OptionalLong numberInState(String application) {
    Snapshot snapshot = snapshot();
    return snapshot.version() < 0
        ? OptionalLong.empty()
        : OptionConverters.toJava(snapshot.transactions().get(application))
            .map(version -> OptionalLong.of((long) version))
            .orElse(OptionalLong.empty());
  }

  /** The commits of some versions, oldest first; without those that have left the log. */
  List<DeltaCommit> between(long first, long last) {
    return first > last ? List.of() : commits(first, last);
  }

  /** The commits, newest first, as far back as the log goes; read in pieces that grow. */
  Stream<DeltaCommit> newestFirst() {
    return Stream.iterate(new Piece(latestVersion(), 1), piece -> piece.last() >= 0, Piece::before)
        .map(piece -> commits(piece.first(), piece.last()))
        .takeWhile(commits -> !commits.isEmpty())
        .flatMap(DeltaTableLog::reversed);
  }

  /** Some versions, up to one. */
  private record Piece(long last, long length) {
    private static final long LONGEST = 64;

    long first() {
      return Math.max(0, last - length + 1);
    }

    Piece before() {
      return new Piece(last - length, Math.min(4 * length, LONGEST));
    }
  }

  private List<DeltaCommit> commits(long first, long last) {
    List<DeltaCommit> commits = new ArrayList<>();
    CollectionConverters.asJava(log.getChanges(first, last, Option.empty(), false))
        .forEachRemaining(change -> commits.add(DeltaCommit.of((long) change._1(), change._2())));
    return commits;
  }

  private static Stream<DeltaCommit> reversed(List<DeltaCommit> commits) {
    List<DeltaCommit> reversed = new ArrayList<>(commits);
    Collections.reverse(reversed);
    return reversed.stream();
  }
}
