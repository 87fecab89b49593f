package io.assay.flow.refine;

import io.assay.postgres.BatchSource;
import io.assay.postgres.CommittedBatch;
import io.assay.runtime.metrics.JobMetrics;
import java.time.Clock;
import java.util.Locale;

/** Tells Prometheus what became of the records of each committed batch. */
final class BatchMetrics implements BatchListener {
  private final JobMetrics metrics;
  private final Clock clock;

  BatchMetrics(JobMetrics metrics, Clock clock) {
    this.metrics = metrics;
    this.clock = clock;
  }

  @Override
  public void committed(BatchSource source, CommittedBatch batch) {
    String from = source.name().toLowerCase(Locale.ROOT);
    metrics.committed("refine", clock.instant());
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
            alert -> metrics.alert(alert.source().word(), alert.name(), alert.action().word()));
  }
}
