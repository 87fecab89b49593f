package io.assay.runtime.metrics;

import io.assay.runtime.SuiteVersion;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Labels;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;

/**
 * The metrics of one job. Names, labels and units are what dashboards and alerts rest on: they are
 * listed in docs/metrics.md and do not change. Counters begin with 0 at each start of the job.
 * Thread-safe.
 */
public final class JobMetrics {
  private static final double SECOND = 1e-3;

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Labels pipeline;
  private final Counter records;
  private final Counter rows;
  private final Counter findings;
  private final Counter alerts;
  private final Gauge lastCommit;
  private final Gauge newestRecord;
  private final Gauge breakerOpen;
  private final Gauge lag;
  private final Counter inputRecords;
  private final Summary batchSeconds;
  private final Gauge lastProgress;

  /** Of a job that works on a pipeline; the name is a label of each. */
  public JobMetrics(String pipeline) {
    this.pipeline = Labels.of("pipeline", pipeline);
    records =
        counter(
            "assay_records_total",
            "Records of committed batches, by what became of them.",
            "topic",
            "source",
            "outcome");
    rows =
        counter(
            "assay_rows_total",
            "Rows of target tables that committed batches changed.",
            "table",
            "change");
    findings =
        counter(
            "assay_findings_total",
            "Records of committed batches that fail a rule.",
            "kind",
            "rule");
    alerts =
        counter(
            "assay_alerts_total",
            "Breakers that tripped, and batch rules that warned.",
            "source",
            "name",
            "action");
    lastCommit =
        gauge(
            "assay_last_commit_timestamp_seconds",
            "When a batch was last committed to the raw table or the database.",
            "query");
    newestRecord =
        gauge(
            "assay_newest_record_timestamp_seconds",
            "Kafka's timestamp of the newest record that a query has committed.",
            "query",
            "topic");
    breakerOpen =
        gauge(
            "assay_breaker_open",
            "1 while a breaker keeps the pipeline from going on, else 0.",
            "name",
            "action");
    lag =
        gauge(
            "assay_lag_offsets",
            "Offsets by which Kafka is ahead of a query.",
            "query",
            "topic",
            "partition");
    inputRecords =
        counter(
            "assay_input_records_total",
            "Records that a query has read, those that it skipped included.",
            "query");
    batchSeconds =
        Summary.builder()
            .name("assay_batch_duration_seconds")
            .help("Time of the phases of Spark's micro-batches.")
            .constLabels(this.pipeline)
            .labelNames("query", "phase")
            .register(registry);
    lastProgress =
        gauge(
            "assay_last_progress_timestamp_seconds",
            "When a query last ended a batch, or found that there is nothing to do.",
            "query");
    Info.builder()
        .name("assay_build_info")
        .help("Which version of the suite runs.")
        .constLabels(this.pipeline)
        .labelNames("version")
        .register(registry)
        .addLabelValues(SuiteVersion.current());
  }

  private Counter counter(String name, String help, String... labels) {
    return Counter.builder()
        .name(name)
        .help(help)
        .constLabels(pipeline)
        .labelNames(labels)
        .register(registry);
  }

  private Gauge gauge(String name, String help, String... labels) {
    return Gauge.builder()
        .name(name)
        .help(help)
        .constLabels(pipeline)
        .labelNames(labels)
        .register(registry);
  }

  /** Records of a committed batch that met an outcome. */
  public void records(String topic, String source, String outcome, long count) {
    records.labelValues(topic, source, outcome).inc(count);
  }

  /** Rows of a table that a committed batch changed. */
  public void rows(String table, String change, long count) {
    rows.labelValues(table, change).inc(count);
  }

  /** Records of a committed batch that fail a rule. */
  public void findings(String kind, String rule, long count) {
    findings.labelValues(kind, rule).inc(count);
  }

  /** A breaker has tripped, or a batch rule warns. */
  public void alert(String source, String name, String action) {
    alerts.labelValues(source, name, action).inc();
  }

  /** A query has committed a batch. */
  public void committed(String query, Instant at) {
    lastCommit.labelValues(query).set(at.toEpochMilli() * SECOND);
  }

  /** The newest record that a query has committed, by its timestamp in Kafka. */
  public void newestRecord(String query, String topic, Instant at) {
    newestRecord.labelValues(query, topic).set(at.toEpochMilli() * SECOND);
  }

  /** A breaker keeps the pipeline from going on. */
  public void breakerOpen(String name, String action) {
    breakerOpen.labelValues(name, action).set(1);
  }

  /** A breaker lets the pipeline go on. */
  public void breakerClosed(String name, String action) {
    breakerOpen.labelValues(name, action).set(0);
  }

  /** Kafka is so many offsets ahead of a query. */
  public void lag(String query, String topic, int partition, long offsets) {
    lag.labelValues(query, topic, Integer.toString(partition)).set(offsets);
  }

  void read(String query, long count) {
    inputRecords.labelValues(query).inc(count);
  }

  void phase(String query, String phase, long milliseconds) {
    batchSeconds.labelValues(query, phase).observe(milliseconds * SECOND);
  }

  void progressed(String query, Instant at) {
    lastProgress.labelValues(query).set(at.toEpochMilli() * SECOND);
  }

  /** The content type of what {@link #write} writes. */
  public static String contentType() {
    return PrometheusTextFormatWriter.CONTENT_TYPE;
  }

  /** Writes all metrics in Prometheus's text format, version 0.0.4. */
  public void write(OutputStream out) throws IOException {
    PrometheusTextFormatWriter.builder().build().write(out, registry.scrape());
  }
}
