package io.assay.postgres.staging;

import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The staging connections of a run in this JVM, kept for a moment from one task to the next: a
 * small batch takes less time than it takes PostgreSQL to start a session for each of its tasks.
 *
 * <p>Only a connection on which every COPY of a task has ended well is kept, so there is nothing
 * open on it; what nobody takes within {@link #KEPT} is closed. Thread-safe.
 */
final class KeptSessions {
  /** Tasks of a stream that keeps up follow each other faster. */
  static final Duration KEPT = Duration.ofSeconds(2);

  private static final System.Logger LOG = System.getLogger(KeptSessions.class.getName());

  /** By run; the last that was given back comes first, so that those that are too many grow old. */
  private static final Map<String, Deque<Kept>> IDLE = new HashMap<>();

  private static final int ALIVE_SECONDS = 5;
  private static final Executor LATER =
      CompletableFuture.delayedExecutor(KEPT.toMillis(), TimeUnit.MILLISECONDS);

  private record Kept(Connection connection, long since) {
    boolean isOver(long now) {
      return now - since >= KEPT.toNanos();
    }
  }

  private KeptSessions() {}

  /** A connection that works, which is the caller's until it closes it or gives it back. */
  static Connection take(StagingLayout layout) {
    for (Connection kept = taken(layout); kept != null; kept = taken(layout)) {
      if (works(kept)) {
        return kept;
      }
      close(kept);
    }
    return layout.connector().open(layout.applicationName());
  }

  /** Keeps a connection on which nothing is open. */
  static void giveBack(StagingLayout layout, Connection connection) {
    synchronized (IDLE) {
      IDLE.computeIfAbsent(layout.applicationName(), run -> new ArrayDeque<>())
          .addFirst(new Kept(connection, System.nanoTime()));
    }
    LATER.execute(KeptSessions::closeOld);
  }

  /** Closes those that nobody uses: the run has ended. */
  static void closeAll(StagingLayout layout) {
    Deque<Kept> ended;
    synchronized (IDLE) {
      ended = IDLE.remove(layout.applicationName());
    }
    if (ended != null) {
      ended.forEach(kept -> close(kept.connection()));
    }
  }

  private static Connection taken(StagingLayout layout) {
    synchronized (IDLE) {
      Deque<Kept> kept = IDLE.get(layout.applicationName());
      Kept first = kept == null ? null : kept.pollFirst();
      return first == null ? null : first.connection();
    }
  }

  private static void closeOld() {
    long now = System.nanoTime();
    List<Kept> old = new ArrayList<>();
    synchronized (IDLE) {
      for (Deque<Kept> kept : IDLE.values()) {
        while (!kept.isEmpty() && kept.peekLast().isOver(now)) {
          old.add(kept.pollLast());
        }
      }
      IDLE.values().removeIf(Deque::isEmpty);
    }
    old.forEach(kept -> close(kept.connection()));
  }

  /** Asks the server, which may have been started anew meanwhile. */
  private static boolean works(Connection connection) {
    try {
      return connection.isValid(ALIVE_SECONDS);
    } catch (SQLException e) {
      return false;
    }
  }

  /** Of a connection that nobody needs, it does not matter how it ends. */
  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.log(Level.DEBUG, "A staging connection that was kept did not close", e);
    }
  }
}
