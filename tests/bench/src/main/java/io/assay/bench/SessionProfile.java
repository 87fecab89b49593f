package io.assay.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Asks PostgreSQL, fifty times a second, what the sessions of a database do and what they wait for.
 */
final class SessionProfile implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofMillis(20);
  private static final String RUNNING = "running, or waiting for a core";
  private static final String ACTIVE =
      """
      select query, coalesce(wait_event_type || ' ' || wait_event, ?)
      from pg_stat_activity
      where datname = current_database() and backend_type = 'client backend' and state = 'active' and pid <> pg_backend_pid()""";

  private final Connection connection;
  private final PreparedStatement active;
  private final List<Sample> samples = new ArrayList<>();
  private final Ticker ticker;

  /** What a session does. */
  private record Doing(Work work, String waitsFor) {}

  /** What all sessions do at a moment. */
  private record Sample(Instant at, List<Doing> doing) {}

  /** What a statement is for. */
  enum Work {
    /** Rows come from the tasks into the staging tables. */
    STAGING,
    /** All else that a batch does, in one session. */
    MERGING;

    static Work of(String statement) {
      return statement.stripLeading().regionMatches(true, 0, "copy", 0, 4) ? STAGING : MERGING;
    }
  }

  /**
   * What a kind of work waited for.
   *
   * @param sessions that did it at a time, on average
   * @param waits share of each wait in their time, the longest first
   */
  record Share(Work work, double sessions, Map<String, Double> waits) {}

  SessionProfile(DatabaseServer server) throws SQLException {
    this.connection = server.connect();
    this.active = connection.prepareStatement(ACTIVE);
    active.setString(1, RUNNING);
    this.ticker = new Ticker("Asking PostgreSQL what its sessions do", INTERVAL, this::sample);
  }

  private synchronized void sample() {
    List<Doing> doing = new ArrayList<>();
    try (ResultSet row = active.executeQuery()) {
      while (row.next()) {
        doing.add(new Doing(Work.of(row.getString(1)), row.getString(2)));
      }
    } catch (SQLException e) {
      throw new BenchException("Cannot ask PostgreSQL what its sessions do: " + e.getMessage(), e);
    }
    samples.add(new Sample(Instant.now(), doing));
  }

  /** What the sessions did in a time. */
  synchronized List<Share> shares(Window window) {
    Instant to = window.batches().get(window.batches().size() - 1).committedAt();
    List<Sample> within =
        samples.stream()
            .filter(sample -> !sample.at().isBefore(window.from()) && !sample.at().isAfter(to))
            .toList();
    List<Share> shares = new ArrayList<>();
    for (Work work : Work.values()) {
      List<String> waits =
          within.stream()
              .flatMap(sample -> sample.doing().stream())
              .filter(doing -> doing.work() == work)
              .map(Doing::waitsFor)
              .toList();
      shares.add(new Share(work, (double) waits.size() / within.size(), parts(waits)));
    }
    return shares;
  }

  private static Map<String, Double> parts(List<String> waits) {
    Map<String, Double> parts = new LinkedHashMap<>();
    waits.stream()
        .collect(Collectors.groupingBy(wait -> wait, Collectors.counting()))
        .entrySet()
        .stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .forEach(wait -> parts.put(wait.getKey(), (double) wait.getValue() / waits.size()));
    return parts;
  }

  @Override
  public void close() {
    ticker.close();
    try {
      connection.close();
    } catch (SQLException e) {
      throw new BenchException("Cannot end profiling PostgreSQL: " + e.getMessage(), e);
    }
  }
}
