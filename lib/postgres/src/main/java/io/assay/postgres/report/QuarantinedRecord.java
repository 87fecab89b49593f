package io.assay.postgres.report;

import java.time.Instant;
import java.util.List;

/**
 * A record in quarantine, with everything that was found.
 *
 * @param kind the kind of record; empty if none took it
 * @param findings severity, rule, message, field and value of each, as one line; rejections first
 */
public record QuarantinedRecord(
    String topic,
    int partition,
    long offset,
    String kind,
    Instant quarantinedAt,
    List<String> findings) {
  public QuarantinedRecord {
    findings = List.copyOf(findings);
  }
}
