package io.assay.flow.refine;

import io.assay.model.Breaker;
import io.assay.postgres.Alert;
import io.assay.postgres.BatchSource;
import io.assay.postgres.CommittedBatch;
import io.assay.runtime.metrics.JobMetrics;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Tells Prometheus what became of the records of each committed batch. */
final class BatchMetrics implements BatchListener {
  private final JobMetrics metrics;
  private final Clock clock;
  private final List<Breaker> breakers;
  private final Map<String, Instant> newest = new ConcurrentHashMap<>();

  /**
   * @param breakers of the pipeline; none is open yet
   */
  BatchMetrics(JobMetrics metrics, List<Breaker> breakers, Clock clock) {
    this.metrics = metrics;
    this.clock = clock;
    this.breakers =
        breakers.stream()
            .filter(breaker -> !(breaker.action() instanceof Breaker.Action.Alert))
            .toList();
    this.breakers.forEach(
        breaker -> metrics.breakerClosed(breaker.name(), breaker.action().word()));
  }

  @Override
  public void committed(BatchSource source, CommittedBatch batch) {
    String from = source.name().toLowerCase(Locale.ROOT);
    metrics.committed(RefineQuery.NAME, clock.instant());
    batch
        .topics()
        .forEach(
            (topic, outcome) -> {
              metrics.records(topic, from, "raw", outcome.raw());
              metrics.records(topic, from, "applied", outcome.applied());
              metrics.records(topic, from, "quarantined", outcome.quarantined());
              metrics.records(topic, from, "filtered", outcome.filtered());
              metrics.records(topic, from, "superseded", outcome.superseded());
              metrics.records(topic, from, "held", outcome.held());
              metrics.records(topic, from, "replayed", outcome.replayed());
            });
    batch
        .tables()
        .forEach(
            (table, changes) -> {
              metrics.rows(table, "inserted", changes.inserted());
              metrics.rows(table, "updated", changes.updated());
              metrics.rows(table, "deleted", changes.deleted());
            });
    batch
        .rules()
        .forEach((rule, found) -> metrics.findings(rule.kind(), rule.rule(), found.failed()));
    batch
        .alerts()
        .forEach(
            alert -> {
              metrics.alert(alert.source().word(), alert.name(), alert.action().word());
              if (alert.source() == Alert.Source.BREAKER && alert.action() != Alert.Action.ALERT) {
                metrics.breakerOpen(alert.name(), alert.action().word());
              }
            });
    if (!source.isReadBefore()) {
      batch.newest().forEach(this::newest);
    }
  }

  /** Partitions are not read side by side: what comes later may be older. */
  private void newest(String topic, Instant at) {
    Instant latest = newest.merge(topic, at, (one, other) -> one.isAfter(other) ? one : other);
    metrics.newestRecord(RefineQuery.NAME, topic, latest);
  }

  @Override
  public void behind(String topic, int partition, long offsets) {
    metrics.lag(RefineQuery.NAME, topic, partition, offsets);
  }

  @Override
  public void pausedBy(Collection<String> pausing) {
    for (Breaker breaker : breakers) {
      if (breaker.action() instanceof Breaker.Action.Pause) {
        if (pausing.contains(breaker.name())) {
          metrics.breakerOpen(breaker.name(), breaker.action().word());
        } else {
          metrics.breakerClosed(breaker.name(), breaker.action().word());
        }
      }
    }
  }
}
