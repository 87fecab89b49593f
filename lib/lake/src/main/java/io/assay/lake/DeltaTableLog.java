package io.assay.lake;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.OptionConverters;

/** What the log of a Delta table says, read afresh with every call. */
final class DeltaTableLog {
  /** Commits that are read at a time on the way back. */
  private static final int WINDOW = 16;

  private final DeltaLog log;

  DeltaTableLog(SparkSession spark, String path) {
    log = DeltaLog.forTable(spark, path);
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

  /** The highest transaction version of an application id. */
  OptionalLong lastTransaction(String applicationId) {
    return OptionConverters.toJava(snapshot().transactions().get(applicationId))
        .map(version -> OptionalLong.of((long) version))
        .orElse(OptionalLong.empty());
  }

  /** The commits from this version on, oldest first. */
  List<DeltaCommit> commitsFrom(long version) {
    return commits(version, latestVersion());
  }

  /** The commits, newest first, as far back as the log goes; read piecemeal. */
  Stream<DeltaCommit> newestFirst() {
    long latest = latestVersion();
    return LongStream.iterate(latest, end -> end >= 0, end -> end - WINDOW)
        .mapToObj(end -> commits(Math.max(0, end - WINDOW + 1), end))
        .takeWhile(window -> !window.isEmpty())
        .flatMap(DeltaTableLog::reversed);
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
