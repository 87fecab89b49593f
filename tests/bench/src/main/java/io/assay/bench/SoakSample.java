package io.assay.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What has accumulated after some batches.
 *
 * @param batches that have committed
 * @param medianSeconds from a batch's beginning to its commit, of the batches since the last sample
 * @param longestSeconds of the same
 * @param latencySeconds from a record's Kafka timestamp to the commit of its row, the median of the
 *     same
 * @param lake files of data on disk
 * @param log files of the logs of the tables
 * @param logBytes their size
 * @param checkpoints files of checkpoints
 * @param ledger rows by table of the ledger
 * @param heapBytes of the driver, after a garbage collection
 */
record SoakSample(
    long batches,
    double medianSeconds,
    double longestSeconds,
    double latencySeconds,
    long lake,
    long log,
    long logBytes,
    long checkpoints,
    Map<String, Long> ledger,
    long heapBytes) {

  long ledgerRows() {
    return ledger.values().stream().mapToLong(Long::longValue).sum();
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("batches", batches);
    json.put("median_seconds", medianSeconds);
    json.put("longest_seconds", longestSeconds);
    json.put("latency_seconds", latencySeconds);
    json.put("lake_files", lake);
    json.put("log_files", log);
    json.put("log_bytes", logBytes);
    json.put("checkpoint_files", checkpoints);
    json.put("ledger_rows", ledger);
    json.put("heap_bytes", heapBytes);
    return json;
  }
}
