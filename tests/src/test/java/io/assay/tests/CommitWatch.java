package io.assay.tests;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Kills a driver between the commit of a batch in the database and the commit of the same batch in
 * the checkpoint. As soon as the ledger shows a new batch, the driver is stopped where it is
 * (SIGSTOP); if the checkpoint has the batch already, it goes on, and the next batch is tried.
 */
final class CommitWatch {
  private static final Duration BOUND = Duration.ofMinutes(5);

  private final AssayCommand driver;
  private final PreparedStatement newestBatch;
  private final Path commits;
  private long lastSeen;

  /**
   * Watches a driver.
   *
   * @param ledger where it commits
   * @param commits the directory {@code commits} of the checkpoint
   */
  CommitWatch(AssayCommand driver, Connection ledger, Path commits) throws SQLException {
    this.driver = driver;
    this.commits = commits;
    this.newestBatch =
        ledger.prepareStatement(
            "select spark_batch_id from assay.batch where source = 'lake' order by batch_id desc limit 1");
    this.lastSeen = newest().orElse(-1);
  }

  /**
   * Kills the driver in the gap.
   *
   * @param moreWork gives it more batches to do; called when a batch was missed, and now and then
   * @return Spark's number of the batch that only the database has
   */
  long killInTheGap(Runnable moreWork) throws SQLException, InterruptedException {
    Instant deadline = Instant.now().plus(BOUND);
    Instant nextWork = Instant.now();
    while (Instant.now().isBefore(deadline) && driver.isAlive()) {
      if (Instant.now().isAfter(nextWork)) {
        moreWork.run();
        nextWork = Instant.now().plusSeconds(3);
      }
      if (newest().orElse(-1) == lastSeen) {
        TimeUnit.MICROSECONDS.sleep(500);
        continue;
      }
      driver.pause();
      lastSeen = newest().orElseThrow();
      if (!hasCheckpoint(lastSeen)) {
        driver.kill();
        return lastSeen;
      }
      driver.resume();
      nextWork = Instant.now();
    }
    throw new IllegalStateException(
        "The driver was never caught between its two commits: " + driver.errors());
  }

  /** Whether the checkpoint has the batch. */
  boolean hasCheckpoint(long sparkBatchId) {
    return Files.exists(commits.resolve(Long.toString(sparkBatchId)));
  }

  private OptionalLong newest() throws SQLException {
    try (ResultSet row = newestBatch.executeQuery()) {
      return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
    }
  }
}
