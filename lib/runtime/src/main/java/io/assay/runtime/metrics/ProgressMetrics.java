package io.assay.runtime.metrics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.assay.runtime.QueryName;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.streaming.SourceProgress;
import org.apache.spark.sql.streaming.StreamingQueryListener;
import org.apache.spark.sql.streaming.StreamingQueryProgress;

/**
 * Tells what Spark says of the progress of its queries: the time of each phase, what was read, and
 * how far behind Kafka a query is.
 */
public final class ProgressMetrics extends StreamingQueryListener {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, Map<Integer, Long>>> OFFSETS =
      new TypeReference<>() {};

  private final JobMetrics metrics;
  private final Clock clock;

  /** By run: what says that a query is idle does not name it. */
  private final Map<UUID, String> names = new ConcurrentHashMap<>();

  public ProgressMetrics(JobMetrics metrics, Clock clock) {
    this.metrics = metrics;
    this.clock = clock;
  }

  @Override
  public void onQueryStarted(QueryStartedEvent event) {
    if (event.name() != null) {
      names.put(event.runId(), QueryName.of(event.name()));
      metrics.progressed(QueryName.of(event.name()), clock.instant());
    }
  }

  @Override
  public void onQueryProgress(QueryProgressEvent event) {
    StreamingQueryProgress progress = event.progress();
    String query = QueryName.of(progress.name());
    metrics.progressed(query, clock.instant());
    progress
        .durationMs()
        .forEach((phase, milliseconds) -> metrics.phase(query, phase, milliseconds));
    metrics.read(query, progress.numInputRows());
    for (SourceProgress source : progress.sources()) {
      source(query, source);
    }
  }

  @Override
  public void onQueryIdle(QueryIdleEvent event) {
    String query = names.get(event.runId());
    if (query != null) {
      metrics.progressed(query, clock.instant());
    }
  }

  @Override
  public void onQueryTerminated(QueryTerminatedEvent event) {
    names.remove(event.runId());
  }

  private void source(String query, SourceProgress source) {
    Optional<Map<String, Map<Integer, Long>>> end = offsets(source.endOffset());
    Optional<Map<String, Map<Integer, Long>>> latest = offsets(source.latestOffset());
    if (end.isPresent() && latest.isPresent()) {
      latest
          .get()
          .forEach(
              (topic, partitions) ->
                  partitions.forEach(
                      (partition, last) ->
                          metrics.lag(
                              query,
                              topic,
                              partition,
                              last
                                  - end.get()
                                      .getOrDefault(topic, Map.of())
                                      .getOrDefault(partition, 0L))));
    }
  }

  /** Offsets of Kafka; empty if the source has others. */
  private static Optional<Map<String, Map<Integer, Long>>> offsets(String json) {
    if (json == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(json, OFFSETS));
    } catch (JsonProcessingException e) {
      return Optional.empty(); // those of a Delta table are of another shape
    }
  }
}
