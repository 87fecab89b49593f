package io.assay.crash;

import io.assay.crash.feed.Feed;
import io.assay.crash.job.Installation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** Waits until what Kafka has is in the tables. */
final class Recovery {
  private static final Duration BOUND = Duration.ofMinutes(15);
  private static final long POLL_MILLIS = 100;

  /** Up to where each partition is applied without a gap. */
  private static final String APPLIED =
      "select partition, (select upper(r) from unnest(offsets) r where lower(r) = 0) from assay.applied where pipeline = ?";

  private final Installation installation;
  private final List<Feed> feeds;

  Recovery(Installation installation, List<Feed> feeds) {
    this.installation = installation;
    this.feeds = feeds;
  }

  /**
   * Returns when everything is applied that Kafka has now, at least one record of each partition.
   *
   * @return how long that took
   */
  Duration await() throws InterruptedException {
    long begun = System.nanoTime();
    Map<Feed, long[]> marks = new HashMap<>();
    feeds.forEach(
        feed -> marks.put(feed, LongStream.of(feed.ends()).map(end -> Math.max(end, 1)).toArray()));
    String last = "";
    while (System.nanoTime() - begun < BOUND.toNanos()) {
      feeds.forEach(Feed::check);
      try (Connection connection = installation.connect()) {
        while (true) {
          last = behind(connection, marks);
          if (last.isEmpty()) {
            return Duration.ofNanos(System.nanoTime() - begun);
          }
          if (System.nanoTime() - begun > BOUND.toNanos()) {
            break;
          }
          TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
      } catch (SQLException e) { // there is no ledger yet
        last = e.getMessage();
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
    }
    throw new CrashException(
        "Not recovered within %d s: %s; the outputs of the jobs are in var/crashtest/logs"
            .formatted(BOUND.toSeconds(), last));
  }

  private static String behind(Connection connection, Map<Feed, long[]> marks) throws SQLException {
    for (Map.Entry<Feed, long[]> mark : marks.entrySet()) {
      String pipeline = mark.getKey().workload().pipeline();
      Map<Integer, Long> applied = applied(connection, pipeline);
      for (int partition = 0; partition < mark.getValue().length; partition++) {
        long until = applied.getOrDefault(partition, 0L);
        if (until < mark.getValue()[partition]) {
          return "of %s, partition %d, the records up to %d are applied, not up to %d"
              .formatted(pipeline, partition, until, mark.getValue()[partition]);
        }
      }
    }
    return "";
  }

  private static Map<Integer, Long> applied(Connection connection, String pipeline)
      throws SQLException {
    Map<Integer, Long> applied = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(APPLIED)) {
      statement.setString(1, pipeline);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          applied.put(row.getInt(1), row.getLong(2));
        }
      }
    }
    return applied;
  }
}
