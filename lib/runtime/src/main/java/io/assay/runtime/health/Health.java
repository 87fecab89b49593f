package io.assay.runtime.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.spark.sql.streaming.StreamingQueryListener;

/**
 * Judges a job by its queries, not by whether its JVM answers. A query gives a sign of life when it
 * starts, when a batch ends, and (every ten seconds, where nothing comes) when it finds nothing to
 * do. Thread-safe.
 *
 * <p>A job whose environment is away is alive: it waits for it, for a bounded time, and then ends
 * by itself; with the default timeouts of Kafka's client, land waits for about half an hour. Refine
 * also gives no sign while a breaker pauses it. So the bound has to be longer than any of that and
 * the longest batch.
 */
public final class Health extends StreamingQueryListener {
  /** After so long without a sign a query is taken for dead. */
  public static final Duration STALLED =
      Duration.ofSeconds(Long.getLong("assay.health.stalled.seconds", 3600));

  private final Clock clock;
  private final Duration stalled;
  private final Map<UUID, Sign> signs = new TreeMap<>();
  private boolean started;

  private record Sign(String query, Instant at) {}

  /**
   * An answer.
   *
   * @param ok whether all is well
   * @param lines what is not, or how it is
   */
  public record Answer(boolean ok, List<String> lines) {
    public Answer {
      lines = List.copyOf(lines);
    }
  }

  /**
   * A job that has not started yet.
   *
   * @param stalled after so long without a sign a query is taken for dead
   */
  public Health(Clock clock, Duration stalled) {
    this.clock = clock;
    this.stalled = stalled;
  }

  /** All queries of the job have been started. */
  public synchronized void started() {
    started = true;
  }

  /** Whether the process should be left alone. A job that is starting is alive. */
  public synchronized Answer live() {
    List<String> lines = new ArrayList<>();
    boolean ok = true;
    for (Sign sign : signs.values()) {
      Duration silent = Duration.between(sign.at(), clock.instant());
      boolean alive = silent.compareTo(stalled) < 0;
      ok &= alive;
      lines.add(
          "%s: %s for %d s"
              .formatted(sign.query(), alive ? "quiet" : "stalled", silent.toSeconds()));
    }
    return new Answer(ok, lines.isEmpty() ? List.of("no query yet") : lines);
  }

  /** Whether the job does its work: all queries were started, and none has ended since. */
  public synchronized Answer ready() {
    if (!started) {
      return new Answer(false, List.of("starting"));
    }
    return signs.isEmpty() ? new Answer(false, List.of("no query runs")) : live();
  }

  private synchronized void sign(UUID runId, String query) {
    signs.put(runId, new Sign(query, clock.instant()));
  }

  @Override
  public void onQueryStarted(QueryStartedEvent event) {
    sign(event.runId(), event.name() == null ? event.id().toString() : event.name());
  }

  @Override
  public void onQueryProgress(QueryProgressEvent event) {
    sign(event.progress().runId(), event.progress().name());
  }

  @Override
  public synchronized void onQueryIdle(QueryIdleEvent event) {
    signs.computeIfPresent(event.runId(), (run, sign) -> new Sign(sign.query(), clock.instant()));
  }

  @Override
  public synchronized void onQueryTerminated(QueryTerminatedEvent event) {
    signs.remove(event.runId());
  }
}
