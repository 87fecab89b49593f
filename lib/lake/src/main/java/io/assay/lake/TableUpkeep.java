package io.assay.lake;

import io.assay.model.Upkeep;
import io.delta.exceptions.DeltaConcurrentModificationException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.Snapshot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/**
 * Keeps a Delta table small that grows by a small file and a commit with every batch: puts small
 * files together, removes the oldest entries of the log, and deletes files that are no longer part
 * of the table. What the table says stays the same, and writers and streams go on meanwhile.
 *
 * <p>The log is cut first, where no stream of the pipeline reads any more; only files that left the
 * table before the cut are deleted. So whoever finds the entries of the log that he needs finds the
 * files, too.
 *
 * <p>May be interrupted or killed at any time: each step is one commit of Delta's, or deletes what
 * nobody needs. Two at once on a table do no harm, where Delta's log store excludes two writers.
 * Not thread-safe.
 */
public final class TableUpkeep {
  /**
   * What tables are made with. Delta's own cleaning of the log would not ask who still reads, and a
   * tombstone in the state of the table costs every checkpoint; {@link RemovedFiles} has used it
   * long before. A commit writes a checkpoint only where upkeep has long not done so, because the
   * batch has to wait for it.
   */
  static final Map<String, String> PROPERTIES =
      Map.of(
          "delta.checkpointInterval", "2000",
          "delta.enableExpiredLogCleanup", "false",
          "delta.deletedFileRetentionDuration", "interval 6 hours");

  /** After so many commits without a checkpoint, upkeep writes one. */
  static final int CHECKPOINT_AFTER = 100;

  private static final Logger LOG = LoggerFactory.getLogger(TableUpkeep.class);

  /** A listing of the whole table, for files that no commit knows. */
  private static final Duration ORPHANS_INTERVAL = Duration.ofDays(1);

  private final SparkSession session;
  private final String path;
  private final String checkpoints;
  private final Upkeep settings;
  private final Clock clock;
  private final RemovedFiles removed;
  private Instant orphansSearched;
  private boolean leftBehind;

  /**
   * Of one table.
   *
   * @param spark a session of its own is made from it
   * @param path the table
   * @param checkpoints the folder with the checkpoints of the pipeline's streams
   */
  public TableUpkeep(
      SparkSession spark, String path, String checkpoints, Upkeep settings, Clock clock) {
    this.session = Compaction.session(spark, settings.fileSize());
    this.path = path;
    this.checkpoints = checkpoints;
    this.settings = settings;
    this.clock = clock;
    this.removed = new RemovedFiles();
    this.orphansSearched = clock.instant();
  }

  /** Does all of it, as far as there is anything to do; a table that is not there needs nothing. */
  public Done run() {
    SparkSession.setActiveSession(session);
    DeltaTableLog log = new DeltaTableLog(session, path);
    if (!log.tableExists()) {
      return Done.NOTHING;
    }
    long together = compact(log);
    checkpoint(log, together > 0 ? 1 : CHECKPOINT_AFTER);
    Instant now = clock.instant();
    LogRetention retention = new LogRetention(log);
    OptionalLong needed = needed(log, retention, now);
    LogRetention.Cut cut = retention.cut(now.minus(settings.keep()), needed);
    long entries = retention.removeBefore(cut);
    long deleted = cut.isAtStart() ? 0 : removed.delete(log, cut.time());
    boolean lagging = needed.isPresent() && needed.getAsLong() < cut.wanted();
    if (!lagging && orphansSearched.plus(ORPHANS_INTERVAL).isBefore(now)) {
      deleteOrphans();
    }
    Done done = new Done(together, deleted, entries);
    if (!done.equals(Done.NOTHING)) {
      LOG.info("Upkeep of {}: {}", path, done);
    }
    return done;
  }

  /**
   * Deletes files of the table's folder that no commit knows, such as those of a writer that died,
   * once they are older than anybody may need.
   */
  public void deleteOrphans() {
    orphansSearched = clock.instant();
    if (new DeltaTableLog(session, path).tableExists()) {
      SparkSession.setActiveSession(session);
      removed.deleteOrphans(session, path, settings.keepUnread());
    }
  }

  /** Another writer may have taken a file away; the next round sees to the rest. */
  private long compact(DeltaTableLog log) {
    try {
      return new Compaction(session, log, settings.fileSize(), clock.instant()).run();
    } catch (DeltaConcurrentModificationException e) {
      LOG.info("Files of {} were not put together: {}", path, e.getMessage());
      return 0;
    }
  }

  /** Sums the log up, so that who opens the table reads few entries, and the oldest ones may go. */
  private static void checkpoint(DeltaTableLog log, long commits) {
    Snapshot snapshot = log.snapshot();
    if (snapshot.version() - snapshot.logSegment().checkpointProvider().version() >= commits) {
      log.delta().checkpoint(snapshot, Option.empty());
    }
  }

  /** The oldest version that a stream still needs; empty if none reads, or it is too far behind. */
  private OptionalLong needed(DeltaTableLog log, LogRetention retention, Instant now) {
    Optional<TableReaders.Position> slowest =
        new TableReaders(session, checkpoints).slowest(log.snapshot().metadata().id());
    if (slowest.isEmpty()) {
      return OptionalLong.empty();
    }
    long readUpTo = slowest.get().readUpTo();
    boolean left =
        readUpTo <= retention.lastWithRecords()
            && retention
                .written(readUpTo)
                .filter(time -> time.isBefore(now.minus(settings.keepUnread())))
                .isPresent();
    if (left && !leftBehind) {
      LOG.warn(
          "A stream has not read the table {} further than version {}, and what follows is older than upkeep.keep-unread: it is not kept for it. If the stream comes back, it has to read the whole table again",
          path,
          readUpTo);
    }
    leftBehind = left;
    return left ? OptionalLong.empty() : OptionalLong.of(slowest.get().needed());
  }

  /**
   * What was done.
   *
   * @param together files that were put together
   * @param deleted files that had left the table, and were deleted
   * @param entries files of the log that were removed
   */
  public record Done(long together, long deleted, long entries) {
    /** There was nothing to do. */
    public static final Done NOTHING = new Done(0, 0, 0);

    /** Both. */
    public Done plus(Done other) {
      return new Done(together + other.together, deleted + other.deleted, entries + other.entries);
    }

    @Override
    public String toString() {
      return "%,d files put together, %,d deleted, %,d entries of the log removed"
          .formatted(together, deleted, entries);
    }
  }
}
